using NUnit.Framework;
using WebhookKit.Storage;

namespace WebhookKit.StoreContract;

/// <summary>
/// What <see cref="IHistoryStore"/> promises about listing the deliveries of one owner, which a store may find in another way where the owner
/// has few events and where it has many.
/// </summary>
public abstract class OwnedDeliveryListContract : StoreFixture
{
    private const string Owner = "a";
    private const string Other = "b";

    /// <summary>More than any store takes for few.</summary>
    private const int Many = 4_100;
    private const int Batch = 820;

    [Test]
    public async Task Every_delivery_of_an_owner_is_on_one_page_with_replays_on_both_sides_of_where_pages_end([Values(1, 2, 3)] int limit)
    {
        var (endpoint, other) = (await AddEndpointAsync(owner: Owner), await AddEndpointAsync(owner: Other));
        var old = await DeadLetterAsync(endpoint, Owner);
        var between = await QueueAsync(endpoint, Data.Event(owner: Owner));
        await ReplayAsync(await DeadLetterAsync(other, Other));
        var first = await ReplayAsync(old);
        var dead = await DeadLetterAsync(endpoint, Owner);
        await QueueAsync(other, Data.Event(owner: Other));
        await ApplyAsync(Data.GiveUp(first));
        var second = await ReplayAsync(dead);
        var third = await ReplayAsync(first);

        Assert.That(await PagesAsync(limit), Is.EqualTo([third, second, dead, first, between, old]));
    }

    [Test]
    public async Task A_replay_by_a_clock_that_is_behind_is_on_a_page()
    {
        var endpoint = await AddEndpointAsync(owner: Owner);
        var ahead = Data.Event(owner: Owner, createdAt: ContractData.Start.AddMinutes(20));
        var original = await QueueAsync(endpoint, ahead);
        var between = await QueueAsync(endpoint, Data.Event(owner: Owner, createdAt: ContractData.Start.AddMinutes(10)));
        await ApplyAsync(Data.GiveUp(original));
        var replay = await ReplayAsync(original);

        Assert.That(await PagesAsync(limit: 1), Is.EqualTo([original, between, replay]));
    }

    [Test]
    public async Task Only_one_state_of_an_owner_is_listed([Values] DeliveryStatus status)
    {
        var (endpoint, other) = (await AddEndpointAsync(owner: Owner), await AddEndpointAsync(owner: Other));
        var expected = new List<DeliveryId>();
        foreach (var each in Enum.GetValues<DeliveryStatus>())
        {
            foreach (var (to, owner) in new[] { (endpoint, Owner), (other, Other), (endpoint, Owner) })
            {
                var delivery = await QueueAsync(to, Data.Event(owner: owner));
                await BringToAsync(delivery, each);
                if (each == status && owner == Owner)
                {
                    expected.Insert(0, delivery);
                }
            }
        }

        var listed = await ListAsync(new DeliveryListQuery { Owner = Owner, Status = status, Limit = 10 });

        Assert.That(listed.Select(one => one.Id), Is.EqualTo(expected));
        Assert.That(listed.Select(one => one.Status), Is.All.EqualTo(status));
    }

    [Test]
    public async Task Only_dead_letters_of_an_owner_that_were_or_were_not_replayed_are_listed()
    {
        var (endpoint, other) = (await AddEndpointAsync(owner: Owner), await AddEndpointAsync(owner: Other));
        var (replayed, dead) = (await DeadLetterAsync(endpoint, Owner), await DeadLetterAsync(endpoint, Owner));
        await ReplayAsync(replayed);
        await ReplayAsync(await DeadLetterAsync(other, Other));
        await DeadLetterAsync(other, Other);

        var were = await ListAsync(new DeliveryListQuery { Owner = Owner, Status = DeliveryStatus.Dead, IsReplayed = true, Limit = 10 });
        var wereNot = await ListAsync(new DeliveryListQuery { Owner = Owner, Status = DeliveryStatus.Dead, IsReplayed = false, Limit = 10 });

        Assert.That(were.Select(one => one.Id), Is.EqualTo([replayed]));
        Assert.That(wereNot.Select(one => one.Id), Is.EqualTo([dead]));
    }

    [Test]
    public async Task A_span_of_time_has_the_replays_of_an_owner_that_were_made_in_it_whenever_their_events_were()
    {
        var endpoint = await AddEndpointAsync(owner: Owner);
        var original = await QueueAsync(endpoint, Data.Event(owner: Owner, createdAt: ContractData.Start.AddDays(-2)));
        await ApplyAsync(Data.GiveUp(original));
        var replay = await ReplayAsync(original);
        var since = (await DetailsAsync(replay)).Delivery.CreatedAt;

        var young = await ListAsync(new DeliveryListQuery { Owner = Owner, From = since, Limit = 10 });
        var old = await ListAsync(new DeliveryListQuery { Owner = Owner, To = since, Limit = 10 });

        Assert.That(young.Select(one => one.Id), Is.EqualTo([replay]));
        Assert.That(old.Select(one => one.Id), Is.EqualTo([original]));
    }

    [Test]
    public async Task Deliveries_to_a_deleted_endpoint_stay_in_the_list_of_their_owner()
    {
        var endpoint = await AddEndpointAsync(owner: Owner);
        var sent = await QueueAsync(endpoint, Data.Event(owner: Owner));
        await ApplyAsync(Data.Success(sent));
        var dead = await DeadLetterAsync(endpoint, Owner);

        await DeleteAsync(endpoint);

        Assert.That(await PagesAsync(limit: 10), Is.EqualTo([dead, sent]));
    }

    [Test]
    public async Task An_owner_with_many_events_is_listed_like_one_with_few()
    {
        var (endpoint, other) = (await AddEndpointAsync(owner: Owner), await AddEndpointAsync(owner: Other));
        var old = new List<DeliveryId>();
        for (var day = -5; day < 0; day++)
        {
            old.Insert(0, await QueueAsync(endpoint, Data.Event(owner: Owner, createdAt: ContractData.Start.AddDays(day))));
        }

        await ApplyAsync(Data.GiveUp(old[1]));
        await QueueAsync(other, Data.Event(owner: Other));
        var recent = new List<DeliveryId>();
        for (var i = 0; i < Many; i += Batch)
        {
            WebhookEvent[] events = [.. Enumerable.Range(0, Batch).Select(_ => Data.Event(owner: Owner))];
            await AppendAsync(events);
            recent.InsertRange(0, events.Select(one => DeliveryId.First(one.Id, endpoint)).Reverse());
        }

        await ApplyAsync(Data.GiveUp(recent[^1]));
        var replays = new[] { await ReplayAsync(old[1]), await ReplayAsync(recent[^1]) }.Reverse().ToArray();
        var newest = await ListAsync(new DeliveryListQuery { Owner = Owner, Limit = 4 });
        var oldest = await ListAsync(new DeliveryListQuery { Owner = Owner, After = recent[^2], Limit = 4 });
        var last = await ListAsync(new DeliveryListQuery { Owner = Owner, After = old[2], Limit = 4 });
        var dead = await ListAsync(new DeliveryListQuery { Owner = Owner, Status = DeliveryStatus.Dead, Limit = 4 });
        var young = await ListAsync(new DeliveryListQuery { Owner = Owner, From = (await DetailsAsync(recent[1])).Delivery.CreatedAt, Limit = 9 });
        var all = await ListAsync(new DeliveryListQuery { Owner = Owner, Limit = 2 * Many });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(newest.Select(one => one.Id), Is.EqualTo([.. replays, recent[0], recent[1]]));
            Assert.That(oldest.Select(one => one.Id), Is.EqualTo([recent[^1], .. old.Take(3)]));
            Assert.That(young.Select(one => one.Id), Is.EqualTo([.. replays, recent[0], recent[1]]));
            Assert.That(last.Select(one => one.Id), Is.EqualTo(old.Skip(3)));
            Assert.That(dead.Select(one => one.Id), Is.EqualTo([recent[^1], old[1]]));
            Assert.That(all.Select(one => one.Id), Is.EqualTo([.. replays, .. recent, .. old]));
        }
    }

    private async Task<DeliveryId> ReplayAsync(DeliveryId original)
    {
        var request = Data.Replay(original);
        await Store.Commands.ReplayAsync(request);
        return new DeliveryId(request.Items[0].Replacement, original.Endpoint);
    }

    /// <summary>All of the owner's, page after page.</summary>
    private async Task<List<DeliveryId>> PagesAsync(int limit)
    {
        var (found, page) = (new List<DeliveryId>(), default(DeliveryPage));
        do
        {
            DeliveryId? after = found.Count == 0 ? null : found[^1];
            page = await Store.History.ListDeliveriesAsync(new DeliveryListQuery { Owner = Owner, After = after, Limit = limit });
            found.AddRange(page.Items.Select(one => one.Id));
        }
        while (page.HasMore);

        return found;
    }
}
