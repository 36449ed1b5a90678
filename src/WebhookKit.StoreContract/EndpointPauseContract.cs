using NUnit.Framework;
using WebhookKit.Storage;

namespace WebhookKit.StoreContract;

/// <summary>What <see cref="IEndpointStore"/> and <see cref="IDeliveryStore"/> promise about endpoints that are paused.</summary>
public abstract class EndpointPauseContract : StoreFixture
{
    [Test]
    public async Task Events_go_on_being_queued_and_what_was_pending_stays()
    {
        var endpoint = await AddEndpointAsync();
        var before = await QueueAsync(endpoint);
        await PauseAsync(endpoint);

        var meanwhile = await QueueAsync(endpoint);

        Assert.That((await DetailsAsync(before)).Delivery.Status, Is.EqualTo(DeliveryStatus.Pending));
        Assert.That((await DetailsAsync(meanwhile)).Delivery.Status, Is.EqualTo(DeliveryStatus.Pending));
    }

    [Test]
    public async Task The_lane_is_not_found_and_those_of_others_are()
    {
        var paused = await AddEndpointAsync();
        var other = await AddEndpointAsync();
        await AppendAsync(Data.Event());

        await PauseAsync(paused);

        Assert.That(await FindLanesAsync(), Is.EqualTo([other]));
    }

    [Test]
    public async Task Whoever_reads_the_lane_is_told_and_gets_nothing()
    {
        var endpoint = await AddEndpointAsync();
        var known = (await ReadLaneAsync(new LaneRequest { Endpoint = endpoint, Room = 1 })).Changed!.Revision;
        await QueueAsync(endpoint);
        await PauseAsync(endpoint);

        var lane = await ReadLaneAsync(new LaneRequest { Endpoint = endpoint, Room = 5, KnownRevision = known });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(lane.Changed?.Endpoint.Status, Is.EqualTo(EndpointStatus.Paused));
            Assert.That(lane.Due, Is.Empty);
            Assert.That(lane.NextDueAt, Is.Null);
        }
    }

    [Test]
    public async Task What_was_held_is_due_again_afterwards_with_its_attempts()
    {
        var endpoint = await AddEndpointAsync();
        var failed = await QueueAsync(endpoint);
        await ApplyAsync(Data.Retry(failed, next: ContractData.Start));
        await PauseAsync(endpoint);
        var meanwhile = await QueueAsync(endpoint);

        await SetAsync(endpoint, EndpointStatus.Paused, EndpointStatus.Enabled);

        Assert.That(await FindLanesAsync(), Is.EqualTo([endpoint]));
        Assert.That(await DueAsync(endpoint), Is.EqualTo([failed, meanwhile]));
        Assert.That((await DetailsAsync(failed)).Delivery.AttemptCount, Is.EqualTo(1));
    }

    [Test]
    public async Task An_outcome_of_before_is_recorded()
    {
        var endpoint = await AddEndpointAsync();
        var underWay = await QueueAsync(endpoint);
        await PauseAsync(endpoint);

        await ApplyAsync(Data.Success(underWay));

        Assert.That((await DetailsAsync(underWay)).Delivery.Status, Is.EqualTo(DeliveryStatus.Succeeded));
    }

    [Test]
    public async Task A_change_from_another_status_is_refused_and_leaves_no_trace()
    {
        var endpoint = await AddEndpointAsync();
        await DisableAsync(endpoint);
        var audits = await AuditCountAsync();

        var paused = await Store.Endpoints.SetStatusAsync(Change(endpoint, EndpointStatus.Enabled, EndpointStatus.Paused));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(paused, Is.Null);
            Assert.That((await Store.Endpoints.FindAsync(new EndpointQuery { Id = endpoint }))!.Endpoint.Status, Is.EqualTo(EndpointStatus.Disabled));
            Assert.That(await AuditCountAsync(), Is.EqualTo(audits));
            Assert.That((await AppendAsync(Data.Event()))[0].Endpoints, Is.Empty);
        }
    }

    [Test]
    public async Task Disabling_cancels_what_was_held()
    {
        var endpoint = await AddEndpointAsync();
        await PauseAsync(endpoint);
        var held = await QueueAsync(endpoint);

        await DisableAsync(endpoint);

        Assert.That((await DetailsAsync(held)).Delivery.Status, Is.EqualTo(DeliveryStatus.Cancelled));
    }

    [Test]
    public async Task A_dead_letter_can_be_replayed_and_waits_with_the_others()
    {
        var endpoint = await AddEndpointAsync();
        var dead = await DeadLetterAsync(endpoint);
        await PauseAsync(endpoint);
        var replay = Data.Replay(dead);

        await Store.Commands.ReplayAsync(replay);

        Assert.That((await DetailsAsync(new DeliveryId(replay.Items[0].Replacement, endpoint))).Delivery.Status, Is.EqualTo(DeliveryStatus.Pending));
        Assert.That(await FindLanesAsync(), Is.Empty);
    }

    private Task PauseAsync(EndpointId endpoint) => SetAsync(endpoint, EndpointStatus.Enabled, EndpointStatus.Paused);

    private async Task SetAsync(EndpointId endpoint, EndpointStatus from, EndpointStatus to) =>
        Assert.That((await Store.Endpoints.SetStatusAsync(Change(endpoint, from, to)))?.Endpoint.Status, Is.EqualTo(to));

    private EndpointStatusChange Change(EndpointId endpoint, EndpointStatus from, EndpointStatus to)
    {
        var change = Data.StatusChange(endpoint, to);
        return new EndpointStatusChange { Id = change.Id, From = from, Status = to, Reason = change.Reason, At = change.At, Audit = change.Audit };
    }

    private async Task<IReadOnlyList<EndpointId>> FindLanesAsync()
    {
        var search = new LaneSearch { Partitions = [0], DueBy = Data.Later };
        return [.. (await Store.Deliveries.FindLanesAsync(search)).Lanes.Select(lane => lane.Endpoint)];
    }
}
