using Microsoft.Extensions.Logging;
using WebhookKit.Leasing;
using WebhookKit.Storage;

namespace WebhookKit.Dispatching;

/// <summary>Disables endpoints that answered 410 Gone.</summary>
internal sealed partial class GoneEndpoints(IEndpointStore store, Observers observers, StoreClock storeClock, ILogger<GoneEndpoints> logger)
{
    private const string Reason = "The endpoint answered 410 Gone.";

    /// <summary>Disables the endpoint, which cancels what is pending for it. If that fails, the next 410 tries again.</summary>
    public async Task DisableAsync(EndpointId endpoint, string owner, CancellationToken cancellationToken)
    {
        var now = storeClock.Now;
        try
        {
            var change = new EndpointStatusChange
            {
                Id = endpoint,
                Status = EndpointStatus.Disabled,
                Reason = Reason,
                At = now,
                Audit = new AuditEntry
                {
                    Id = Guid.CreateVersion7(now),
                    At = now,
                    Actor = "webhookkit",
                    Action = "endpoint.disabled",
                    Target = endpoint.ToString(),
                    Owner = owner,
                    Reason = Reason,
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
