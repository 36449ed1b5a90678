using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using WebhookKit.Dispatching;
using WebhookKit.Leasing;
using WebhookKit.Retrying;
using WebhookKit.Sending;
using WebhookKit.Storage;

namespace WebhookKit.Tests.Dispatching;

internal sealed class LaneTests
{
    private static readonly EndpointId Endpoint = new(7);
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;

    [Test]
    public void What_is_settled_while_the_lane_is_read_is_not_taken_again_from_an_answer_that_is_older()
    {
        var lane = new Lane(Endpoint, new PartitionLease(Endpoint.Partition, 1), leasedAt: 0, new DispatchOptions(), new StoreClock(TimeProvider.System), TimeProvider.System);
        var delivery = Due();
        Read(lane, delivery);
        Assert.That(lane.TryTake(out var taken, out _), Is.EqualTo(LaneTurn.Taken));

        lane.ToRequest(8, Now);
        lane.Settle(taken!, dueAt: null);
        var left = Fill(lane, delivery);

        Assert.That(left, Is.EqualTo((QueuedDelivery[])[delivery]));
        Assert.That(lane.TryTake(out _, out _), Is.EqualTo(LaneTurn.Nothing));
        Assert.That(lane.PlanAt(Now).ReadAt, Is.Not.Null, "It may be due again.");

        Read(lane, delivery);
        Assert.That(lane.TryTake(out _, out _), Is.EqualTo(LaneTurn.Taken), "It is due again.");
    }

    [Test]
    public void What_was_under_way_when_its_circuit_opened_does_not_widen_it_again()
    {
        var clock = new FakeTimeProvider(Now);
        using var host = new ServiceCollection().AddLogging().AddWebhooks().UseInMemoryStore().Services.BuildServiceProvider();
        var notes = host.GetRequiredService<CircuitNotes>();
        var options = new DispatchOptions { Circuit = { MinimumAttempts = 2, FailureRatio = 0.01 } };
        var lane = new Lane(Endpoint, new PartitionLease(Endpoint.Partition, 1), leasedAt: 0, options, new StoreClock(clock), clock);
        for (var size = 1; size < 8; size++)
        {
            Take(lane, 1, clock).ForEach(taken => End(taken, AttemptOutcome.Succeeded));
        }

        var underWay = Take(lane, 8, clock);
        End(underWay[0], AttemptOutcome.TimedOut);
        underWay.Skip(1).ToList().ForEach(taken => End(taken, AttemptOutcome.Succeeded));
        var open = lane.ToRequest(100, clock.GetUtcNow()).Room;
        clock.Advance(TimeSpan.FromSeconds(31));

        Assert.That(open, Is.Zero, "It is asked for its endpoint only.");
        Assert.That(lane.ToRequest(100, clock.GetUtcNow()).Room, Is.EqualTo(2), "One is tried, and another one is at hand.");

        void End(QueuedDelivery taken, AttemptOutcome outcome)
        {
            lane.SendEnded(new SendResult { Outcome = outcome, Duration = TimeSpan.Zero }, clock.GetUtcNow(), notes);
            lane.Settle(taken, dueAt: null);
        }
    }

    private static List<QueuedDelivery> Take(Lane lane, int count, TimeProvider clock)
    {
        QueuedDelivery[] due = [.. Enumerable.Range(0, count).Select(_ => Due())];
        lane.ToRequest(100, Now);
        lane.Fill(new LaneContents { Endpoint = Endpoint, Exists = true, Due = [.. due.Select(one => one.Row)] }, due, Known(), clock.GetTimestamp());
        return [.. due.Select(one => lane.TryTake(out var taken, out _) == LaneTurn.Taken ? taken! : throw new InvalidOperationException("Nothing to take."))];
    }

    private static void Read(Lane lane, QueuedDelivery due)
    {
        lane.ToRequest(8, Now);
        Assert.That(Fill(lane, due), Is.Empty);
    }

    private static IReadOnlyList<QueuedDelivery> Fill(Lane lane, QueuedDelivery due) => lane.Fill(
        new LaneContents { Endpoint = Endpoint, Exists = true, Due = [due.Row] }, [due], Known(), TimeProvider.System.GetTimestamp());

    private static LaneEndpoint Known()
    {
        var endpoint = new WebhookEndpoint { Id = Endpoint, Url = "https://receiver.example/", Events = ["*"], CreatedAt = Now, UpdatedAt = Now };
        return new LaneEndpoint(endpoint, Revision: 1, Keys: null!, new ScheduleRetryPolicy([], jitter: 0));
    }

    private static QueuedDelivery Due()
    {
        var stored = new WebhookEvent { Id = new EventId(Guid.CreateVersion7()), Type = "order.created", CreatedAt = Now, Payload = "{}"u8.ToArray() };
        return new QueuedDelivery(
            new DueDelivery { Id = DeliveryId.First(stored.Id, Endpoint), EventId = stored.Id, AttemptsMade = 0, DueAt = Now }, new SharedEvent(stored));
    }
}
