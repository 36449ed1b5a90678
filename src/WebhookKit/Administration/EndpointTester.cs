using System.Text;
using WebhookKit.Sending;
using WebhookKit.Storage;

namespace WebhookKit.Administration;

/// <summary>Sends a test event by the way of every delivery, so that what it shows is what deliveries will see.</summary>
internal sealed class EndpointTester(WebhookSender sender, SecretRing secrets, TimeProvider time)
{
    private const string EventType = "webhook.test";

    public async Task<DeliveryAttempt> TestAsync(EndpointRecord stored, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var endpoint = stored.Endpoint;
        var request = new SendRequest
        {
            EventId = new EventId(Guid.CreateVersion7(now)),
            EventType = EventType,
            Body = Encoding.UTF8.GetBytes($$$"""{"type":"{{{EventType}}}","timestamp":"{{{now.UtcDateTime:O}}}","data":{"endpoint_id":"{{{endpoint.Id}}}"}}"""),
            ContentType = "application/json",
            Endpoint = endpoint.Id,
            Owner = endpoint.Owner,
            Url = endpoint.Url,
            Headers = endpoint.Headers,
            Secrets = secrets.Open(stored),
        };

        var result = await sender.SendAsync(request, cancellationToken).ConfigureAwait(false);
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
