using WebhookKit.Testing;

namespace WebhookKit.EndToEnd.Tests.Instances;

/// <summary>Three processes on one database: who owns what, and what is kept while that changes.</summary>
[TestFixtureSource(typeof(InstanceStore), nameof(InstanceStore.All))]
internal sealed class InstanceTests(InstanceStore store)
{
    /// <summary>How many requests an endpoint may have under way, whoever sends them.</summary>
    private const int InFlight = 8;

    /// <summary>What a loaded machine may add to a time that is promised.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(4);

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private InstanceDatabase _database = null!;

    [SetUp]
    public async Task CreateDatabaseAsync() => _database = await store.CreateAsync();

    [Test]
    public async Task One_that_joins_or_leaves_moves_its_share_within_two_renewals_and_one_that_is_killed_when_its_leases_end()
    {
        await using var instances = new InstanceGroup(store, _database);
        var first = await instances.StartAsync();
        await instances.WaitUntilSharedAsync(Slack, first);

        var second = await instances.StartAsync();
        await instances.WaitUntilSharedAsync((2 * store.Renewal) + Slack, first, second);
        var third = await instances.StartAsync();
        await instances.WaitUntilSharedAsync((2 * store.Renewal) + Slack, first, second, third);
        await InstanceGroup.StopAsync(second);
        await instances.WaitUntilSharedAsync((2 * store.Renewal) + Slack, first, third);
        await first.KillAsync();
        await instances.WaitUntilSharedAsync(store.Lease + store.Renewal + Slack, third);
    }

    [Test]
    public async Task Under_load_those_that_join_and_leave_in_good_order_lose_nothing_send_nothing_twice_and_keep_to_the_concurrency()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var instances = new InstanceGroup(store, _database);
        var first = await instances.StartAsync();
        var second = await instances.StartAsync();
        await using var load = await Load.StartAsync(_database, receiver, store.MostWaiting);
        await instances.WaitUntilSharedAsync(Deadline, first, second);
        await MoreArrivesAsync(receiver);

        var third = await instances.StartAsync();
        await instances.WaitUntilSharedAsync(Deadline, first, second, third);
        await MoreArrivesAsync(receiver);
        await InstanceGroup.StopAsync(first);
        await instances.WaitUntilSharedAsync(Deadline, second, third);
        await MoreArrivesAsync(receiver);
        await InstanceGroup.StopAsync(third);
        await instances.WaitUntilSharedAsync(Deadline, second);
        await EverythingArrivesAsync(receiver, load, _database, instances);

        Assert.That(receiver.Requests, Has.Count.EqualTo(load.Published.Count * Load.Endpoints), "A delivery was made twice.");
        Assert.That(load.Paths.Select(path => path.MostInFlight).Max(), Is.EqualTo(InFlight));
    }

    [Test]
    public async Task Under_load_one_that_is_killed_costs_no_event_and_no_more_duplicates_than_it_had_under_way()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var instances = new InstanceGroup(store, _database);
        var first = await instances.StartAsync();
        var second = await instances.StartAsync();
        var third = await instances.StartAsync();
        await using var load = await Load.StartAsync(_database, receiver, store.MostWaiting);
        await instances.WaitUntilSharedAsync(Deadline, first, second, third);
        await MoreArrivesAsync(receiver);

        await second.KillAsync();
        await instances.WaitUntilSharedAsync(Deadline, first, third);
        await MoreArrivesAsync(receiver);
        await EverythingArrivesAsync(receiver, load, _database, instances);

        var twice = receiver.Requests.CountBy(request => (request.Path, request.WebhookId)).GroupBy(sent => sent.Key.Path, sent => sent.Value - 1);
        Assert.That(twice.Select(path => path.Sum()), Is.All.LessThanOrEqualTo(InFlight));
        Assert.That(load.Paths.Select(path => path.MostInFlight).Max(), Is.EqualTo(InFlight));
    }

    /// <summary>Two bursts to every endpoint, whoever owns it.</summary>
    private static async Task MoreArrivesAsync(WebhookReceiver receiver)
    {
        var before = receiver.Requests.Count;
        await Eventually.HoldsAsync(
            () => receiver.Requests.Skip(before).CountBy(request => request.Path).Count(path => path.Value >= 2 * InFlight) == Load.Endpoints,
            Deadline,
            () => $"More at every endpoint than {string.Join(", ", receiver.Requests.Skip(before).CountBy(request => request.Path))}.");
    }

    private static async Task EverythingArrivesAsync(WebhookReceiver receiver, Load load, InstanceDatabase database, InstanceGroup instances)
    {
        await load.StopAsync();
        await Eventually.HoldsAsync(
            async () => await database.CountQueueAsync() == 0, Deadline, () => $"An empty queue.\n{instances.Output}");

        var missing = receiver.Requests.ToLookup(request => request.Path, request => request.WebhookId!);
        Assert.That(missing.Select(path => load.Published.Except(path).Count()), Is.All.Zero.And.Exactly(Load.Endpoints).Items);
    }
}
