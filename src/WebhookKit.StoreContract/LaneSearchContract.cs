using NUnit.Framework;
using WebhookKit.Storage;

namespace WebhookKit.StoreContract;

/// <summary>What <see cref="IDeliveryStore"/> promises about finding the lanes that have work.</summary>
public abstract class LaneSearchContract : StoreFixture
{
    [Test]
    public async Task A_lane_is_found_once_with_its_earliest_due_time()
    {
        var endpoint = await AddEndpointAsync(partition: 7);
        var first = Data.Event();
        await AppendAsync(Data.Event(createdAt: ContractData.Start.AddMinutes(1)), first, Data.Event());

        var lanes = await FindAsync([7]);

        Assert.That(lanes, Is.EqualTo([new LaneHead(endpoint, first.CreatedAt)]));
    }

    [Test]
    public async Task Only_the_partitions_asked_for_are_searched()
    {
        var low = await AddEndpointAsync(partition: 0);
        var middle = await AddEndpointAsync(partition: 31);
        var high = await AddEndpointAsync(partition: 63);
        await AppendAsync(Data.Event());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Endpoints(await FindAsync([0])), Is.EqualTo([low]));
            Assert.That(Endpoints(await FindAsync([63, 31])), Is.EquivalentTo([middle, high]));
            Assert.That(await FindAsync([1, 30, 32, 62]), Is.Empty);
            Assert.That(await FindAsync([]), Is.Empty);
            Assert.That(Endpoints(await FindAsync([.. Enumerable.Range(0, 64)])), Is.EquivalentTo([low, middle, high]));
        }
    }

    [Test]
    public async Task The_first_and_the_last_id_of_a_partition_belong_to_it()
    {
        foreach (var id in new[] { EndpointId.FirstOf(5), EndpointId.LastOf(5), EndpointId.FirstOf(6), EndpointId.LastOf(4) })
        {
            var template = Data.Endpoint();
            await Store.Endpoints.CreateAsync(Data.Creation(new EndpointRecord
            {
                Endpoint = new WebhookEndpoint
                {
                    Id = id,
                    Url = template.Endpoint.Url,
                    Events = ["*"],
                    CreatedAt = template.Endpoint.CreatedAt,
                    UpdatedAt = template.Endpoint.UpdatedAt,
                },
                Secrets = template.Secrets,
            }));
        }

        await AppendAsync(Data.Event());

        Assert.That(Endpoints(await FindAsync([5])), Is.EquivalentTo([EndpointId.FirstOf(5), EndpointId.LastOf(5)]));
    }

    [Test]
    public async Task Only_lanes_that_are_due_in_time_are_found()
    {
        var endpoint = await AddEndpointAsync();
        var published = Data.Event();
        await AppendAsync(published);

        Assert.That(await FindAsync([0], published.CreatedAt.AddMilliseconds(-1)), Is.Empty);
        Assert.That(Endpoints(await FindAsync([0], published.CreatedAt)), Is.EqualTo([endpoint]));
    }

    [Test]
    public async Task A_lane_whose_only_delivery_waits_for_its_retry_is_found_when_that_is_due()
    {
        var endpoint = await AddEndpointAsync();
        var delivery = await QueueAsync(endpoint);
        await ApplyAsync(Data.Retry(delivery, next: Data.Later.AddMinutes(5)));

        Assert.That(await FindAsync([0], Data.Later), Is.Empty);
        Assert.That(await FindAsync([0], Data.Later.AddMinutes(5)), Is.EqualTo([new LaneHead(endpoint, Data.Later.AddMinutes(5))]));
    }

    [Test]
    public async Task A_lane_that_is_worked_off_is_not_found()
    {
        var endpoint = await AddEndpointAsync();
        var succeeded = await QueueAsync(endpoint);
        var dead = await QueueAsync(endpoint);
        await RecordAsync(Data.Success(succeeded), Data.GiveUp(dead));

        Assert.That(await FindAsync([0]), Is.Empty);
    }

    [Test]
    public async Task Idle_endpoints_are_not_found()
    {
        await AddEndpointAsync("never.published");
        var busy = await AddEndpointAsync();
        await AppendAsync(Data.Event());

        Assert.That(Endpoints(await FindAsync([0])), Is.EqualTo([busy]));
    }

    [Test]
    public async Task Lanes_of_disabled_and_deleted_endpoints_may_be_found_but_hold_nothing()
    {
        var disabled = await AddEndpointAsync();
        var deleted = await AddEndpointAsync();
        await AppendAsync(Data.Event());
        await DisableAsync(disabled);
        await DeleteAsync(deleted);

        var found = Endpoints(await FindAsync([0])).ToArray();

        Assert.That(found, Is.SubsetOf(new[] { disabled, deleted }));
        Assert.That(await DueAsync(disabled), Is.Empty);
        Assert.That(await DueAsync(deleted), Is.Empty);
    }

    [Test]
    public async Task An_event_that_sorts_before_all_recorded_ones_is_found()
    {
        var endpoint = await AddEndpointAsync();
        var early = Data.Event();
        var later = await QueueAsync(endpoint);
        await ApplyAsync(Data.Success(later));

        await AppendAsync(early);

        Assert.That(Endpoints(await FindAsync([0])), Is.EqualTo([endpoint]));
        Assert.That(await DueAsync(endpoint), Is.EqualTo([DeliveryId.First(early.Id, endpoint)]));
    }

    private static IEnumerable<EndpointId> Endpoints(IEnumerable<LaneHead> lanes) => lanes.Select(lane => lane.Endpoint);

    private async Task<IReadOnlyList<LaneHead>> FindAsync(int[] partitions, DateTimeOffset? dueBy = null) =>
        (await Store.Deliveries.FindLanesAsync(new LaneSearch { Partitions = partitions, DueBy = dueBy ?? Data.Later })).Lanes;
}
