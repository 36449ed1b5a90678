using System.Diagnostics;

namespace WebhookKit.LoadTest.Loading;

/// <summary>Publishes one event for the first group in a transaction of its own.</summary>
internal sealed class SinglePublisher(IWebhookPublisher publisher, byte[] payload)
{
    public async Task<PublishedEvent> PublishAsync()
    {
        var outgoing = new OutgoingEvent { Type = LoadSystem.EventType, Owner = EndpointPlan.OwnerOfGroup(0), Payload = payload };
        var began = Stopwatch.GetTimestamp();
        var receipt = await publisher.PublishAsync(outgoing);
        return new PublishedEvent(receipt.EventId, 0, began, Stopwatch.GetTimestamp());
    }
}
