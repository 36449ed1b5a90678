using NUnit.Framework;
using WebhookKit.Storage;

namespace WebhookKit.StoreContract;

/// <summary>What <see cref="IDeliveryStore"/> promises about reading many lanes at once.</summary>
public abstract class LaneBatchContract : StoreFixture
{
    [Test]
    public async Task Only_the_lanes_asked_for_are_read()
    {
        var asked = await AddEndpointAsync();
        var other = await AddEndpointAsync();
        var third = await AddEndpointAsync(partition: 5);
        await AppendAsync(Data.Event());
        var read = new LaneRead { Lanes = [Lane(third), Lane(asked)], Now = Data.Later };

        var result = await Store.Deliveries.ReadLanesAsync(read);

        Assert.That(result.Lanes.Select(lane => lane.Endpoint), Is.EquivalentTo([asked, third]));
        Assert.That(result.Lanes.SelectMany(lane => lane.Due).Select(due => due.Id.Endpoint), Has.None.EqualTo(other));
    }

    [Test]
    public async Task Many_lanes_are_read_at_once_each_with_its_own_room()
    {
        var endpoints = new List<EndpointId>();
        for (var i = 0; i < 300; i++)
        {
            endpoints.Add(await AddEndpointAsync(partition: i % EndpointId.PartitionCount));
        }

        await AppendAsync(Data.Event(), Data.Event(), Data.Event());
        var read = new LaneRead { Lanes = [.. endpoints.Select((endpoint, i) => Lane(endpoint, i % 4))], Now = Data.Later };

        var result = await Store.Deliveries.ReadLanesAsync(read);

        var counts = result.Lanes.ToDictionary(lane => lane.Endpoint, lane => lane.Due.Count);
        Assert.That(endpoints.Select(endpoint => counts[endpoint]), Is.EqualTo(endpoints.Select((_, i) => i % 4)));
    }

    [Test]
    public async Task Each_event_comes_once_and_complete()
    {
        var first = await AddEndpointAsync();
        var second = await AddEndpointAsync(partition: 9);
        var published = new WebhookEvent
        {
            Id = new EventId(Data.NextKey()),
            Type = "order.created",
            Payload = new byte[] { 0, 255, 10 },
            ContentType = "text/plain",
            Metadata = new Dictionary<string, string> { ["k"] = "v" },
            CreatedAt = Data.NextTime(),
            TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            PayloadReference = "blob/1",
        };
        await AppendAsync(published);

        var result = await Store.Deliveries.ReadLanesAsync(new LaneRead { Lanes = [Lane(first), Lane(second)], Now = Data.Later });

        var found = result.Events.Single().Value;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Events.Keys, Is.EqualTo([published.Id]));
            Assert.That(found.Type, Is.EqualTo(published.Type));
            Assert.That(found.Payload.ToArray(), Is.EqualTo(published.Payload.ToArray()));
            Assert.That(found.ContentType, Is.EqualTo(published.ContentType));
            Assert.That(found.CreatedAt, Is.EqualTo(published.CreatedAt));
            Assert.That(found.TraceParent, Is.EqualTo(published.TraceParent));
            Assert.That(found.PayloadReference, Is.EqualTo(published.PayloadReference));
        }
    }

    private static LaneRequest Lane(EndpointId endpoint, int room = 10) => new() { Endpoint = endpoint, Room = room };
}
