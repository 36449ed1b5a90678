using Microsoft.Extensions.Logging;
using WebhookKit.Leasing;
using WebhookKit.Storage;

namespace WebhookKit.Dispatching;

/// <summary>Disables endpoints that asked for nothing more.</summary>
internal sealed partial class GoneEndpoints(IEndpointStore store, Observers observers, StoreClock storeClock, ILogger<GoneEndpoints> logger)
{
    /// <summary>Disables the endpoint, which cancels what is pending for it. If that fails, the next such answer tries again.</summary>
    public async Task DisableAsync(EndpointId endpoint, string owner, string reason, CancellationToken cancellationToken)
    {
        var now = storeClock.Now;
        try
        {
            var change = new EndpointStatusChange
            {
                Id = endpoint,
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
            if (await store.SetStatusAsync(change, cancellationToken).ConfigureAwait(false) is not null)
            {
                Log.Disabled(logger, endpoint);
                observers.Disabled(endpoint);
            }
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Log.DisablingFailed(logger, endpoint, exception);
        }
    }
}
