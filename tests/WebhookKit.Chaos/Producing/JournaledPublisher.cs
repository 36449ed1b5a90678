using System.Diagnostics;
using WebhookKit.Chaos.Journals;

namespace WebhookKit.Chaos.Producing;

/// <summary>Publishes some events together, however often that takes, and writes down what is known of each.</summary>
internal sealed class JournaledPublisher(ProducerPlan plan, EventPublisher publisher, ProducerJournal journal)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <param name="first">The place of the first event in all that is published.</param>
    /// <param name="count">How many.</param>
    public async Task PublishAsync(int first, int count)
    {
        var random = new Random(unchecked((plan.Seed * 1_000_003) + first));
        var mode = plan.Modes[random.Next(plan.Modes.Count)];
        FixedEvent[] events = [.. Enumerable.Range(first, count).Select(place => EventAt(place, random))];
        await Task.WhenAll(events.Select(one => journal.BeginAsync(one.Key, one.Owner, EventPublisher.WritesOrder(mode))));
        var state = await PublishAsync(mode, events);
        foreach (var one in events)
        {
            journal.End(one.Key, state);
        }
    }

    private FixedEvent EventAt(int place, Random random)
    {
        var owner = plan.SpreadsEvenly ? place % plan.Owners.Count : random.Next(plan.Owners.Count);
        return new FixedEvent($"{plan.Name}-{place}", plan.Owners[owner], new EventId(Guid.CreateVersion7()));
    }

    private async Task<PublishState> PublishAsync(PublishMode mode, IReadOnlyList<FixedEvent> events)
    {
        for (var trying = Stopwatch.StartNew(); ; await Task.Delay(5))
        {
            var state = await publisher.PublishAsync(mode, events);
            var isSettled = state == PublishState.Ok || !plan.Retries || !EventPublisher.IsMeantToStay(mode);
            if (isSettled || trying.Elapsed > Patience)
            {
                return state == PublishState.Fail && !isSettled ? PublishState.Info : state;
            }
        }
    }
}
