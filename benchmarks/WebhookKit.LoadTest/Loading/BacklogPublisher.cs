using System.Diagnostics;

namespace WebhookKit.LoadTest.Loading;

/// <summary>Queues many events as quickly as it can, group by group in turn.</summary>
internal static class BacklogPublisher
{
    private const int BatchSize = 200;

    public static async Task<List<PublishedEvent>> PublishAsync(IWebhookPublisher publisher, EndpointPlan plan, int events, byte[] payload)
    {
        var published = new List<PublishedEvent>(events);
        foreach (var groups in Enumerable.Range(0, events).Select(number => number % plan.Groups).Chunk(BatchSize))
        {
            var began = Stopwatch.GetTimestamp();
            var receipts = await publisher.PublishAsync([.. groups.Select(group => new OutgoingEvent
            {
                Type = LoadSystem.EventType,
                Owner = EndpointPlan.OwnerOfGroup(group),
                Payload = payload,
            })]);
            var ended = Stopwatch.GetTimestamp();
            published.AddRange(receipts.Zip(groups, (receipt, group) => new PublishedEvent(receipt.EventId, group, began, ended)));
        }

        return published;
    }
}
