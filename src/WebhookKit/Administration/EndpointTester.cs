using System.Text;
using Microsoft.Extensions.Logging;
using WebhookKit.Protecting;
using WebhookKit.Sending;
using WebhookKit.Storage;

namespace WebhookKit.Administration;

/// <summary>Sends a test event by the way of every delivery, so that what it shows is what deliveries will see.</summary>
internal sealed partial class EndpointTester(
    WebhookSender sender, EndpointOpener opener, IAuditStore log, AuditWriter audit, TestLimit limit, TimeProvider time, ILogger<EndpointTester> logger)
{
    private const string EventType = "webhook.test";

    public async Task<DeliveryAttempt> TestAsync(EndpointRecord stored, WebhookCaller caller, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var endpoint = stored.Endpoint;
        limit.Take(endpoint.Owner, caller);
        await log.AddAsync(audit.Write(AuditActions.EndpointTested, endpoint.Id.ToString(), endpoint.Owner, caller), cancellationToken).ConfigureAwait(false);
        var opening = await opener.OpenShownAsync(stored, cancellationToken).ConfigureAwait(false);
        if (opening.Failure is { } failure)
        {
            Log.SecretUnreadable(logger, endpoint.Id, failure);
        }

        var request = new SendRequest
        {
            EventId = new EventId(Guid.CreateVersion7(now)),
            EventType = EventType,
            Body = Encoding.UTF8.GetBytes($$$"""{"type":"{{{EventType}}}","timestamp":"{{{now.UtcDateTime:O}}}","data":{"endpoint_id":"{{{endpoint.Id}}}"}}"""),
            ContentType = "application/json",
            Endpoint = endpoint.Id,
            Owner = endpoint.Owner,
            Url = endpoint.Url,
            Headers = opening.Endpoint?.Headers ?? endpoint.Headers,
            Signers = endpoint.Signers,
            Tls = TlsProfile.Of(endpoint.Tls),
            ClientKey = opening.Endpoint?.ClientKey ?? default,
            Secrets = opening.Endpoint?.SecretsAt(now) ?? [],
        };

        var result = await sender.SendAsync(request, new AttemptClock(time), cancellationToken).ConfigureAwait(false);
        return new DeliveryAttempt
        {
            Number = 1,
            StartedAt = now,
            Duration = result.Duration,
            Outcome = result.Outcome,
            StatusCode = result.StatusCode,
            Error = result.Error,
            ResponseExcerpt = result.ResponseExcerpt,
        };
    }
}
