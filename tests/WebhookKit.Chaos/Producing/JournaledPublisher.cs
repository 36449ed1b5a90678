using System.Diagnostics;
using WebhookKit.Chaos.Journals;

namespace WebhookKit.Chaos.Producing;

/// <summary>Publishes one event, however often that takes, and writes down what is known of it.</summary>
internal sealed class JournaledPublisher(ProducerPlan plan, EventPublisher publisher, ProducerJournal journal)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public async Task PublishAsync(int place)
    {
        var random = new Random(unchecked((plan.Seed * 1_000_003) + place));
        var (mode, chance) = (plan.Modes[random.Next(plan.Modes.Count)], random.Next(plan.Owners.Count));
        var owner = plan.Owners[plan.SpreadsEvenly ? place % plan.Owners.Count : chance];
        var outgoing = new FixedEvent($"{plan.Name}-{place}", owner, new EventId(Guid.CreateVersion7()));
        await journal.BeginAsync(outgoing.Key, owner, EventPublisher.WritesOrder(mode));
        journal.End(outgoing.Key, await PublishAsync(mode, outgoing));
    }

    private async Task<PublishState> PublishAsync(PublishMode mode, FixedEvent outgoing)
    {
        for (var trying = Stopwatch.StartNew(); ; await Task.Delay(5))
        {
            var state = await publisher.PublishAsync(mode, outgoing);
            var isSettled = state == PublishState.Ok || !plan.Retries || !EventPublisher.IsMeantToStay(mode);
            if (isSettled || trying.Elapsed > Patience)
            {
                return state == PublishState.Fail && !isSettled ? PublishState.Info : state;
            }
        }
    }
}
