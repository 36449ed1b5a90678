using System.Diagnostics;

namespace WebhookKit.LoadTest.Loading;

/// <summary>Publishes at a steady rate from several callers, one event at a time each, going round some groups.</summary>
internal sealed class SteadyPublisher(IWebhookPublisher publisher, byte[] payload, int groups)
{
    private const int Callers = 8;

    public async Task<List<PublishedEvent>> PublishAsync(double eventsPerSecond, TimeSpan duration)
    {
        var start = Stopwatch.GetTimestamp();
        var events = (int)(eventsPerSecond * duration.TotalSeconds);
        var lists = await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(() => PublishShareAsync(caller, events, eventsPerSecond, start))));
        return [.. lists.SelectMany(list => list)];
    }

    private async Task<List<PublishedEvent>> PublishShareAsync(int caller, int events, double eventsPerSecond, long start)
    {
        var published = new List<PublishedEvent>();
        for (var number = caller; number < events; number += Callers)
        {
            var wait = TimeSpan.FromSeconds(number / eventsPerSecond) - Stopwatch.GetElapsedTime(start);
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait);
            }

            published.Add(await PublishOneAsync(number % groups));
        }

        return published;
    }

    private async Task<PublishedEvent> PublishOneAsync(int group)
    {
        var outgoing = new OutgoingEvent { Type = LoadSystem.EventType, Owner = EndpointPlan.OwnerOfGroup(group), Payload = payload };
        var began = Stopwatch.GetTimestamp();
        var receipt = await publisher.PublishAsync(outgoing);
        return new PublishedEvent(receipt.EventId, group, began, Stopwatch.GetTimestamp());
    }
}
