using Microsoft.Extensions.Options;
using WebhookKit.Dispatching;
using WebhookKit.Storage;

namespace WebhookKit.Tests.Dispatching;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class ReadBudgetTests
{
    private const int Megabyte = 1024 * 1024;

    private readonly ReadBudget _budget = new(Options.Create(new DispatchOptions { ReadAheadBytes = Megabyte }));

    [Test]
    public void Before_anything_was_read_there_is_room_for_large_payloads_only()
    {
        Assert.That(_budget.RoomForRows, Is.EqualTo(4));
    }

    [Test]
    public void A_payload_that_deliveries_share_counts_once_until_the_last_of_them_has_gone()
    {
        var shared = EventOf(Megabyte / 2);
        QueuedDelivery[] ten = [.. Enumerable.Range(1, 10).Select(endpoint => DeliveryOf(shared, endpoint))];
        _budget.NoteRead(10, _budget.Take(ten));

        var withAll = _budget.RoomForRows;
        _budget.Return(ten[1..]);
        var withOne = _budget.RoomForRows;
        _budget.Return(ten[0]);
        var withNone = _budget.RoomForRows;

        Assert.That((withAll, withOne, withNone), Is.EqualTo((10, 10, 20)));
    }

    [Test]
    public void Payloads_of_their_own_count_each()
    {
        QueuedDelivery[] two = [DeliveryOf(EventOf(Megabyte / 2), 1), DeliveryOf(EventOf(Megabyte / 2), 2)];

        _budget.NoteRead(2, _budget.Take(two));

        Assert.That(_budget.RoomForRows, Is.Zero);
    }

    private static SharedEvent EventOf(int bytes) => new(new WebhookEvent
    {
        Id = new EventId(Guid.NewGuid()),
        Type = "budget.test",
        Payload = new byte[bytes],
        CreatedAt = DateTimeOffset.UnixEpoch,
    });

    private static QueuedDelivery DeliveryOf(SharedEvent shared, int endpoint) => new(
        new DueDelivery
        {
            Id = DeliveryId.First(shared.Event.Id, new EndpointId(endpoint)),
            EventId = shared.Event.Id,
            AttemptsMade = 0,
            DueAt = DateTimeOffset.UnixEpoch,
        },
        shared);
}
