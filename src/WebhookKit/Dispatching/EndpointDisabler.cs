using Microsoft.Extensions.Logging;
using WebhookKit.Leasing;
using WebhookKit.Storage;

namespace WebhookKit.Dispatching;

/// <summary>Disables endpoints for the library itself: those that asked for nothing more, and those that have failed for too long.</summary>
internal sealed partial class EndpointDisabler(IEndpointStore store, Observers observers, StoreClock storeClock, ILogger<EndpointDisabler> logger)
{
    /// <summary>Disables the endpoint, which cancels what is pending for it. If that fails, the next such attempt tries again.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="owner">Its owner.</param>
    /// <param name="from">Only if this is its status; null for any.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task DisableAsync(EndpointId endpoint, string owner, EndpointStatus? from, string reason, CancellationToken cancellationToken)
    {
        var now = storeClock.Now;
        try
        {
            var change = new EndpointStatusChange
            {
                Id = endpoint,
                From = from,
                Status = EndpointStatus.Disabled,
                Reason = reason,
                At = now,
                Audit = new AuditEntry
                {
                    Id = Guid.CreateVersion7(now),
                    At = now,
                    Actor = "webhookkit",
                    Action = "endpoint.disabled",
                    Target = endpoint.ToString(),
                    Owner = owner,
                    Reason = reason,
                },
            };
            var wasDisabled = observers.Heard is not null && await IsDisabledAsync(endpoint, cancellationToken).ConfigureAwait(false);
            if (await store.SetStatusAsync(change, cancellationToken).ConfigureAwait(false) is not null)
            {
                Log.Disabled(logger, endpoint, reason);
                observers.Disabled(change, wasDisabled);
            }
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Log.DisablingFailed(logger, endpoint, reason, exception);
        }
    }

    // Another attempt that was under way may have asked for it before.
    private async ValueTask<bool> IsDisabledAsync(EndpointId endpoint, CancellationToken cancellationToken) =>
        (await store.FindAsync(new EndpointQuery { Id = endpoint }, cancellationToken).ConfigureAwait(false))?.Endpoint.Status == EndpointStatus.Disabled;
}
