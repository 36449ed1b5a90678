using System.Diagnostics;

namespace WebhookKit.LoadTest.Loading;

/// <summary>Publishes many events as quickly as it can, group by group in turn.</summary>
internal sealed class BacklogPublisher(IWebhookPublisher publisher, byte[] payload, int callers, int batchSize)
{
    /// <summary>To queue a backlog.</summary>
    public static BacklogPublisher InBulk(IWebhookPublisher publisher, byte[] payload) => new(publisher, payload, callers: 4, batchSize: 200);

    /// <summary>As a busy application would.</summary>
    public static BacklogPublisher InBatches(IWebhookPublisher publisher, byte[] payload) => new(publisher, payload, callers: 4, batchSize: 20);

    /// <param name="events">How many.</param>
    /// <param name="groups">How many groups they go round.</param>
    /// <param name="first">The first of these groups.</param>
    public async Task<List<PublishedEvent>> PublishAsync(int events, int groups, int first = 0)
    {
        var next = -1;
        var batches = (events + batchSize - 1) / batchSize;
        var lists = await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(PublishShareAsync)));
        return [.. lists.SelectMany(list => list)];

        async Task<List<PublishedEvent>> PublishShareAsync()
        {
            var published = new List<PublishedEvent>(events / callers + batchSize);
            while (Interlocked.Increment(ref next) is var batch && batch < batches)
            {
                var numbers = Enumerable.Range(batch * batchSize, Math.Min(batchSize, events - batch * batchSize));
                await PublishBatchAsync([.. numbers.Select(number => first + number % groups)], published);
            }

            return published;
        }
    }

    private async Task PublishBatchAsync(int[] groups, List<PublishedEvent> published)
    {
        var began = Stopwatch.GetTimestamp();
        var receipts = await publisher.PublishAsync([.. groups.Select(group => new OutgoingEvent
        {
            Type = LoadSystem.EventType,
            Owner = EndpointPlan.OwnerOfGroup(group),
            Payload = payload,
        })]);
        var ended = Stopwatch.GetTimestamp();
        for (var number = 0; number < groups.Length; number++)
        {
            published.Add(new PublishedEvent(receipts[number].EventId, groups[number], began, ended));
        }
    }
}
