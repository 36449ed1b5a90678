using NUnit.Framework;
using WebhookKit.Storage;

namespace WebhookKit.StoreContract;

/// <summary>What <see cref="IJobStore"/> promises about finding events that an endpoint has no delivery of.</summary>
public abstract class MissedEventContract : StoreFixture
{
    [Test]
    public async Task Events_without_a_delivery_are_found_newest_first()
    {
        var endpoint = await AddEndpointAsync("user.*");
        var older = Data.Event(createdAt: ContractData.Start.AddMinutes(1));
        var newer = Data.Event("other.type", createdAt: ContractData.Start.AddMinutes(2));
        await AppendAsync(older, newer);

        var found = await ReadAsync(endpoint);

        Assert.That(found, Is.EqualTo([new MissedEvent(newer.Id, newer.Type, newer.CreatedAt), new MissedEvent(older.Id, older.Type, older.CreatedAt)]));
    }

    [Test]
    public async Task An_event_with_a_delivery_in_any_state_is_none_of_them([Values] DeliveryStatus status)
    {
        var endpoint = await AddEndpointAsync();
        await BringToAsync(await QueueAsync(endpoint), status);
        var later = await AddEndpointAsync(partition: 5);

        Assert.That(await ReadAsync(endpoint), Is.Empty);
        Assert.That(await ReadAsync(later), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Neither_is_one_of_which_only_a_replay_is_left()
    {
        var endpoint = await AddEndpointAsync();
        var letter = await DeadLetterAsync(endpoint);
        await Store.Commands.ReplayAsync(Data.Replay(letter));
        await Store.Retention.PurgeAsync(new PurgeRequest { DeadBefore = Data.Later, Limit = 10 });
        Assert.That(await Store.History.FindDeliveryAsync(new DeliveryQuery { Id = letter }), Is.Null);

        Assert.That(await ReadAsync(endpoint), Is.Empty);
    }

    [Test]
    public async Task Events_of_other_owners_and_from_before_are_looked_over()
    {
        var endpoint = await AddEndpointAsync("user.*", owner: "a");
        var before = Data.Event(owner: "a", createdAt: ContractData.Start.AddMinutes(1));
        var exact = Data.Event(owner: "a", createdAt: ContractData.Start.AddMinutes(2));
        var foreign = Data.Event(owner: "b", createdAt: ContractData.Start.AddMinutes(3));
        await AppendAsync(before, exact, foreign);

        var found = await ReadAsync(endpoint, "a", ContractData.Start.AddMinutes(2));

        Assert.That(found.Select(missed => missed.Id), Is.EqualTo([exact.Id]));
    }

    [Test]
    public async Task An_event_that_names_other_endpoints_is_none_and_what_it_asks_for_comes_along()
    {
        var endpoint = await AddEndpointAsync("user.*");
        var leavesOut = Event(endpoints: [Data.NextEndpointId()]);
        var names = Event(endpoints: [endpoint, Data.NextEndpointId()]);
        await AppendAsync(leavesOut, names);

        var found = await ReadAsync(endpoint);

        Assert.That(found, Is.EqualTo([new MissedEvent(names.Id, names.Type, names.CreatedAt, names.DeliverAt, names.ExpiresAt)]));
    }

    [Test]
    public async Task A_page_says_where_to_go_on_whether_it_has_found_anything_or_not()
    {
        var endpoint = await AddEndpointAsync("user.*");
        var missed = Data.Event(createdAt: ContractData.Start.AddMinutes(1));
        var sent = Data.Event("user.created", createdAt: ContractData.Start.AddMinutes(2));
        await AppendAsync(missed, sent);

        var first = await ReadPageAsync(endpoint, limit: 1);
        var second = await ReadPageAsync(endpoint, after: first.Next, limit: 1);
        var last = await ReadPageAsync(endpoint, after: second.Next, limit: 1);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((first.Items.Count, first.Next), Is.EqualTo((0, (EventId?)sent.Id)));
            Assert.That((second.Items.Single().Id, second.Next), Is.EqualTo((missed.Id, (EventId?)missed.Id)));
            Assert.That((last.Items.Count, last.Next), Is.EqualTo((0, (EventId?)null)));
        }
    }

    private WebhookEvent Event(IReadOnlyList<EndpointId> endpoints)
    {
        var plain = Data.Event();
        return new WebhookEvent
        {
            Id = plain.Id,
            Type = plain.Type,
            Payload = plain.Payload,
            CreatedAt = plain.CreatedAt,
            DeliverAt = ContractData.Start.AddDays(1),
            ExpiresAt = ContractData.Start.AddDays(2),
            Endpoints = endpoints,
        };
    }

    private async Task<IReadOnlyList<MissedEvent>> ReadAsync(EndpointId endpoint, string owner = "", DateTimeOffset? from = null) =>
        (await ReadPageAsync(endpoint, owner, from)).Items;

    private async Task<MissedEventPage> ReadPageAsync(EndpointId endpoint, string owner = "", DateTimeOffset? from = null, EventId? after = null, int limit = 10) =>
        await Store.Jobs.ReadMissedAsync(new MissedEventQuery
        {
            Endpoint = endpoint,
            Owner = owner,
            From = from ?? ContractData.Start,
            After = after,
            Limit = limit,
        });
}
