using NUnit.Framework;
using WebhookKit.Storage;

namespace WebhookKit.StoreContract;

/// <summary>What <see cref="IDeliveryStore"/> promises about the endpoints of the lanes it reads.</summary>
public abstract class LaneEndpointContract : StoreFixture
{
    [Test]
    public async Task An_endpoint_the_caller_does_not_know_is_told_in_full()
    {
        var record = Data.Endpoint(["order.*", "user.created"]);
        await Store.Endpoints.CreateAsync(Data.Creation(record));

        var lane = await ReadLaneAsync(new LaneRequest { Endpoint = record.Endpoint.Id, Room = 1 });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(lane.Exists, Is.True);
            Assert.That(lane.Changed!.Endpoint.Url, Is.EqualTo(record.Endpoint.Url));
            Assert.That(lane.Changed.Endpoint.Events, Is.EquivalentTo(record.Endpoint.Events));
            Assert.That(lane.Changed.Secrets.Single().Protected.ToArray(), Is.EqualTo(new byte[] { 1, 2, 3 }));
        }
    }

    [Test]
    public async Task An_endpoint_that_the_caller_knows_is_not_told_again()
    {
        var endpoint = await AddEndpointAsync();
        var known = await ReadLaneAsync(new LaneRequest { Endpoint = endpoint, Room = 1 });
        var delivery = await QueueAsync(endpoint);

        var lane = await ReadLaneAsync(new LaneRequest { Endpoint = endpoint, Room = 1, KnownRevision = known.Changed!.Revision });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(lane.Exists, Is.True);
            Assert.That(lane.Changed, Is.Null);
            Assert.That(lane.Due.Single().Id, Is.EqualTo(delivery));
        }
    }

    [Test]
    public async Task An_endpoint_that_has_changed_is_told_again()
    {
        var endpoint = await AddEndpointAsync();
        var known = (await ReadLaneAsync(new LaneRequest { Endpoint = endpoint, Room = 1 })).Changed!.Revision;
        await Store.Endpoints.SetStatusAsync(Data.StatusChange(endpoint, EndpointStatus.Enabled, reason: "again"));

        var lane = await ReadLaneAsync(new LaneRequest { Endpoint = endpoint, Room = 1, KnownRevision = known });

        Assert.That(lane.Changed?.Endpoint.StatusReason, Is.EqualTo("again"));
        Assert.That(lane.Changed?.Revision, Is.GreaterThan(known));
    }

    [Test]
    public async Task A_disabled_endpoint_is_told_and_has_nothing_due()
    {
        var endpoint = await AddEndpointAsync();
        var known = (await ReadLaneAsync(new LaneRequest { Endpoint = endpoint, Room = 1 })).Changed!.Revision;
        await AppendAsync(Data.Event());
        await DisableAsync(endpoint);

        var lane = await ReadLaneAsync(new LaneRequest { Endpoint = endpoint, Room = 5, KnownRevision = known });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(lane.Exists, Is.True);
            Assert.That(lane.Changed?.Endpoint.Status, Is.EqualTo(EndpointStatus.Disabled));
            Assert.That(lane.Due, Is.Empty);
        }
    }

    [Test]
    public async Task A_deleted_endpoint_does_not_exist_and_has_nothing_due()
    {
        var endpoint = await AddEndpointAsync();
        await AppendAsync(Data.Event());
        await DeleteAsync(endpoint);

        var lane = await ReadLaneAsync(new LaneRequest { Endpoint = endpoint, Room = 5, KnownRevision = 1 });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(lane.Exists, Is.False);
            Assert.That(lane.Changed, Is.Null);
            Assert.That(lane.Due, Is.Empty);
        }
    }

    [Test]
    public async Task An_endpoint_that_never_was_does_not_exist()
    {
        var unknown = Data.NextEndpointId();

        var lane = await ReadLaneAsync(new LaneRequest { Endpoint = unknown, Room = 5 });

        Assert.That(lane.Endpoint, Is.EqualTo(unknown));
        Assert.That(lane.Exists, Is.False);
    }
}
