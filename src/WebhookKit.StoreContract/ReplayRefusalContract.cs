using NUnit.Framework;
using WebhookKit.Storage;

namespace WebhookKit.StoreContract;

/// <summary>What <see cref="IDeliveryCommandStore"/> promises about replays that cannot be made, alone and among others.</summary>
public abstract class ReplayRefusalContract : StoreFixture
{
    [Test]
    public async Task A_delivery_of_a_disabled_endpoint_is_not_replayed()
    {
        var endpoint = await AddEndpointAsync();
        var original = await DeadLetterAsync(endpoint);
        await DisableAsync(endpoint);

        await AssertRefusedAsync(Data.Replay(original), ReplayOutcome.EndpointUnavailable);

        Assert.That((await DetailsAsync(original)).Delivery.ReplayedAs, Is.Null);
    }

    [Test]
    public async Task A_delivery_of_a_deleted_endpoint_is_not_replayed()
    {
        var endpoint = await AddEndpointAsync();
        var original = await DeadLetterAsync(endpoint);
        await DeleteAsync(endpoint);

        await AssertRefusedAsync(Data.Replay(original), ReplayOutcome.EndpointUnavailable);
    }

    [Test]
    public async Task A_delivery_that_never_was_is_not_found()
    {
        var endpoint = await AddEndpointAsync();

        await AssertRefusedAsync(Data.Replay(new DeliveryId(Data.NextKey(), endpoint)), ReplayOutcome.NotFound);
    }

    [Test]
    public async Task A_delivery_of_another_owner_is_not_found()
    {
        var endpoint = await AddEndpointAsync(owner: "a");
        var original = await DeadLetterAsync(endpoint, "a");
        var item = new ReplayItem(original, Data.NextKey());

        await AssertRefusedAsync(Data.ReplayAs([item], owner: "b"), ReplayOutcome.NotFound);
        await AssertRefusedAsync(Data.ReplayAs([item], owner: ""), ReplayOutcome.NotFound);
        Assert.That((await Store.Commands.ReplayAsync(Data.ReplayAs([item], owner: "a"))).Items, Is.EqualTo([ReplayOutcome.Created]));
    }

    [Test]
    public async Task Many_are_replayed_in_one_call_and_answered_in_its_order()
    {
        var endpoint = await AddEndpointAsync();
        var gone = await AddEndpointAsync("user.created", partition: 9);
        var unavailable = await QueueAsync(gone, Data.Event("user.created"));
        await DisableAsync(gone);
        var first = await DeadLetterAsync(endpoint);
        var second = await DeadLetterAsync(endpoint);
        var audits = await AuditCountAsync();
        var request = Data.Replay(second, unavailable, new DeliveryId(Data.NextKey(), endpoint), first);

        var result = await Store.Commands.ReplayAsync(request);

        ReplayOutcome[] expected = [ReplayOutcome.Created, ReplayOutcome.EndpointUnavailable, ReplayOutcome.NotFound, ReplayOutcome.Created];
        Assert.That(result.Items, Is.EqualTo(expected));
        Assert.That((await DueAsync(endpoint)).Select(id => id.Key), Is.SupersetOf(new[] { request.Items[0].Replacement, request.Items[3].Replacement }));
        Assert.That(await AuditCountAsync(), Is.EqualTo(audits + 1));
    }

    [Test]
    public async Task Callers_that_replay_the_same_dead_letters_at_once_create_one_delivery_each()
    {
        var endpoint = await AddEndpointAsync();
        var letters = new List<DeliveryId>();
        for (var i = 0; i < 20; i++)
        {
            letters.Add(await DeadLetterAsync(endpoint));
        }

        var requests = Enumerable.Range(0, 4).Select(_ => OnlyUnreplayed(Data.Replay([.. letters]))).ToArray();

        var results = await Task.WhenAll(requests.Select(request => Task.Run(async () => await (await OpenAgainAsync()).Commands.ReplayAsync(request))));

        var outcomes = results.SelectMany(result => result.Items).ToArray();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcomes.Count(outcome => outcome == ReplayOutcome.Created), Is.EqualTo(letters.Count));
            Assert.That(outcomes.Count(outcome => outcome == ReplayOutcome.AlreadyReplayed), Is.EqualTo(3 * letters.Count));
            Assert.That(await ListAsync(), Has.Count.EqualTo(2 * letters.Count));
        }
    }

    [Test]
    public async Task What_is_no_dead_letter_is_passed_over_where_only_those_are_asked_for()
    {
        var endpoint = await AddEndpointAsync();

        await AssertRefusedAsync(OnlyUnreplayed(Data.Replay(await QueueAsync(endpoint))), ReplayOutcome.AlreadyReplayed);
    }

    private static ReplayRequest OnlyUnreplayed(ReplayRequest request) =>
        new() { Items = request.Items, Owner = request.Owner, DueAt = request.DueAt, Audit = request.Audit, OnlyUnreplayed = true };

    private async Task AssertRefusedAsync(ReplayRequest request, ReplayOutcome outcome)
    {
        var audits = await AuditCountAsync();
        var deliveries = await ListAsync();

        var result = await Store.Commands.ReplayAsync(request);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Items, Is.EqualTo([outcome]));
            Assert.That(await ListAsync(), Has.Count.EqualTo(deliveries.Count));
            Assert.That(await AuditCountAsync(), Is.EqualTo(audits));
        }
    }
}
