using WebhookKit.Dispatching;
using WebhookKit.Leasing;
using WebhookKit.Retrying;
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
        lane.Settle(taken!.Id, dueAt: null);
        var left = Fill(lane, delivery);

        Assert.That(left, Is.EqualTo((QueuedDelivery[])[delivery]));
        Assert.That(lane.TryTake(out _, out _), Is.EqualTo(LaneTurn.Nothing));
        Assert.That(lane.PlanAt(Now).ReadAt, Is.Not.Null, "It may be due again.");

        Read(lane, delivery);
        Assert.That(lane.TryTake(out _, out _), Is.EqualTo(LaneTurn.Taken), "It is due again.");
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
        return new LaneEndpoint(endpoint, Revision: 1, Secrets: [], new ScheduleRetryPolicy([], jitter: 0));
    }

    private static QueuedDelivery Due()
    {
        var stored = new WebhookEvent { Id = new EventId(Guid.CreateVersion7()), Type = "order.created", CreatedAt = Now, Payload = "{}"u8.ToArray() };
        return new QueuedDelivery(
            new DueDelivery { Id = DeliveryId.First(stored.Id, Endpoint), EventId = stored.Id, AttemptsMade = 0, DueAt = Now }, new SharedEvent(stored));
    }
}
