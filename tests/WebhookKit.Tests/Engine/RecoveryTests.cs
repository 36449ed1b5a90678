using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Administration;
using WebhookKit.Storage;

namespace WebhookKit.Tests.Engine;

/// <summary>What an endpoint has missed, sent again.</summary>
internal sealed class RecoveryTests(EngineStore store) : EngineFixture(store)
{
    private static readonly (string, string?) OneAttempt = ("Retry:Exponential:MaxAttempts", "1");

    private readonly DateTimeOffset _since = DateTimeOffset.UtcNow.AddMinutes(-5);

    [Test]
    public async Task What_failed_what_was_cancelled_and_what_was_never_sent_arrives_once_each()
    {
        var host = await StartHostAsync(OneAttempt);
        var path = Receiver.At("/").AnswerAlways(500);
        var endpoint = (await host.SubscribeAsync(path.Url, "order.*")).Endpoint.Id;
        List<EventId> missing = [(await host.PublishAsync()).EventId, (await host.PublishAsync()).EventId];
        await host.WaitForAsync(all => all.Count(delivery => delivery.Status == DeliveryStatus.Dead) == 2);
        path.AnswerAlways(200);
        var arrived = await host.PublishAsync();
        await host.WaitForAsync(all => all.Count(delivery => delivery.Status == DeliveryStatus.Succeeded) == 1);
        await host.Endpoints.PauseAsync(endpoint, null, WebhookCaller.Application);
        missing.Add((await host.PublishAsync()).EventId);
        await host.Endpoints.DisableAsync(endpoint, null, WebhookCaller.Application);
        missing.Add((await host.PublishAsync()).EventId);
        await host.PublishAsync("user.created");
        await host.Endpoints.EnableAsync(endpoint, WebhookCaller.Application);

        var counted = await CountAsync(host, Selection(endpoint, includeMissed: false));
        var countedAll = await CountAsync(host, Selection(endpoint));
        var jobs = await Task.WhenAll(RecoverAsync(host, endpoint), RecoverAsync(host, endpoint));
        var after = await CountAsync(host, Selection(endpoint));

        var all = await host.WaitForAsync(all => all.Count(delivery => delivery.Status == DeliveryStatus.Succeeded) == missing.Count + 1);
        var succeeded = all.Where(delivery => delivery.Status == DeliveryStatus.Succeeded).Select(delivery => delivery.EventId);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((counted, countedAll, after), Is.EqualTo((3L, 4L, 0L)));
            Assert.That(jobs.Sum(job => job.Done), Is.EqualTo(4));
            Assert.That(succeeded, Is.EquivalentTo(missing.Append(arrived.EventId)));
            Assert.That(all.Where(delivery => delivery.EndedAt is null), Is.Empty);
        }
    }

    [Test]
    public async Task An_endpoint_that_was_created_later_gets_what_was_published_before_it_if_asked_for()
    {
        var host = await StartHostAsync();
        await host.SubscribeAsync(Receiver.At("/first").Url);
        var published = await host.PublishManyAsync(3);
        var later = (await host.SubscribeAsync(Receiver.At("/later").Url)).Endpoint.Id;

        var without = await RecoverAsync(host, later, includeMissed: false);
        var with = await RecoverAsync(host, later);

        var arrived = await Receiver.WaitUntilAsync(requests => requests.Count(request => request.Path == "/later") == 3, EngineHost.Patience);
        Assert.That((without.Done, with.Done), Is.EqualTo((0L, 3L)));
        Assert.That(
            arrived.Where(request => request.Path == "/later").Select(request => request.WebhookId),
            Is.EquivalentTo(published.Select(receipt => receipt.EventId.ToString())));
    }

    [Test]
    public async Task What_leaves_an_endpoint_out_is_for_later_or_has_expired_is_not_missed()
    {
        var host = await StartHostAsync();
        var first = (await host.SubscribeAsync(Receiver.At("/first").Url)).Endpoint.Id;
        var now = DateTimeOffset.UtcNow;
        await host.Publisher.PublishAsync("order.created", new { number = 1 }, new PublishOptions { Endpoints = [first] });
        await host.Publisher.PublishAsync("order.created", new { number = 2 }, new PublishOptions { DeliverAt = now.AddDays(1) });
        await host.Publisher.PublishAsync("order.created", new { number = 3 }, new PublishOptions { ExpiresAt = now.AddSeconds(0.3), DeliverAt = now.AddSeconds(0.2) });
        var missed = await host.PublishAsync();
        var later = (await host.SubscribeAsync(Receiver.At("/later").Url)).Endpoint.Id;
        await EngineHost.WaitAsync(() => DateTimeOffset.UtcNow > now.AddSeconds(1));

        var job = await RecoverAsync(host, later);

        var arrived = await Receiver.WaitUntilAsync(requests => requests.Any(request => request.Path == "/later"), EngineHost.Patience);
        Assert.That((job.Total, job.Done, job.Skipped), Is.EqualTo(((long?)1, 1L, 0L)));
        Assert.That(arrived.Where(request => request.Path == "/later").Select(request => request.WebhookId), Is.EqualTo(new[] { missed.EventId.ToString() }));
    }

    [Test]
    public async Task What_was_replayed_by_hand_is_recovered_only_if_that_failed_too()
    {
        var host = await StartHostAsync();
        var endpoint = await host.AddDeadLettersAsync(3);
        var letters = (await host.History.ListDeliveriesAsync(new DeliveryListQuery { Status = DeliveryStatus.Dead, Limit = 10 })).Items;
        DeliveryId[] again = [await ReplayAsync(host, letters[0].Id), await ReplayAsync(host, letters[1].Id), await ReplayAsync(host, letters[1].Id)];
        await host.GiveUpAsync(again);

        var job = await RecoverAsync(host, endpoint);

        // The first by its replay, the second by the newer of its two, the third as it is.
        var newer = again[1].Key.CompareTo(again[2].Key) > 0 ? again[1] : again[2];
        var pending = await host.PendingAsync(endpoint);
        Assert.That(job.Done, Is.EqualTo(3));
        Assert.That(pending.Select(delivery => delivery.ReplayOf), Is.EquivalentTo(new DeliveryId?[] { again[0], newer, letters[2].Id }));
    }

    [Test]
    public async Task What_is_under_way_by_another_replay_is_not_recovered()
    {
        var host = await StartHostAsync();
        var endpoint = await host.AddDeadLettersAsync(1);
        var letter = (await host.History.ListDeliveriesAsync(new DeliveryListQuery { Status = DeliveryStatus.Dead, Limit = 10 })).Items.Single();
        var failed = await ReplayAsync(host, letter.Id);
        await ReplayAsync(host, letter.Id);
        await host.GiveUpAsync([failed]);

        Assert.That((await RecoverAsync(host, endpoint)).Done, Is.Zero);
    }

    [Test]
    public async Task What_retention_may_have_removed_is_not_taken_for_never_sent()
    {
        var host = await StartHostAsync(("Retention:KeepEndedFor", "01:00:00"));
        var data = new StoreContract.ContractData();
        WebhookEvent[] events = [data.Event(createdAt: DateTimeOffset.UtcNow.AddMinutes(-70)), data.Event(createdAt: DateTimeOffset.UtcNow.AddMinutes(-10))];
        await host.Services.GetRequiredService<IWebhookStore>().Outbox.AppendAsync(new AppendRequest { Events = events });
        var endpoint = (await host.SubscribeAsync(Receiver.At("/").Url)).Endpoint.Id;
        var selection = new JobSelection { Endpoint = endpoint, From = DateTimeOffset.UtcNow.AddHours(-2), IncludeEventsWithoutDelivery = true };

        Assert.That(await CountAsync(host, selection), Is.EqualTo(1));
    }

    [Test]
    public async Task An_endpoint_of_another_owner_is_not_recovered()
    {
        var host = await StartHostAsync();
        var endpoint = await host.AddDeadLettersAsync(1);
        var stranger = new WebhookCaller { Actor = "stranger", Owner = "other" };
        var input = new JobInput { Kind = JobKind.Recover, Selection = Selection(endpoint) };
        var own = await host.Jobs().StartAsync(input, WebhookCaller.Application);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await host.Jobs().StartAsync(input, stranger), Is.Null);
            Assert.That(await host.Jobs().CountAsync(input, stranger), Is.Null);
            Assert.That(await host.Jobs().FindAsync(own!.Id, stranger), Is.Null);
            Assert.That(await host.Jobs().CancelAsync(own.Id, stranger), Is.EqualTo(CancelOutcome.NotFound));
            Assert.That((await host.Jobs().ListAsync(new JobListQuery { Limit = 10 }, stranger)).Items, Is.Empty);
        }
    }

    private JobSelection Selection(EndpointId endpoint, bool includeMissed = true) =>
        new() { Endpoint = endpoint, From = _since, IncludeEventsWithoutDelivery = includeMissed };

    private async Task<WebhookJob> RecoverAsync(EngineHost host, EndpointId endpoint, bool includeMissed = true) =>
        await host.WaitForEndAsync(await host.StartJobAsync(JobKind.Recover, Selection(endpoint, includeMissed)));

    private static async Task<long?> CountAsync(EngineHost host, JobSelection selection) =>
        await host.Jobs().CountAsync(new JobInput { Kind = JobKind.Recover, Selection = selection }, WebhookCaller.Application);

    private static async Task<DeliveryId> ReplayAsync(EngineHost host, DeliveryId id) =>
        (await host.Deliveries.ReplayAsync(id, WebhookCaller.Application)).Delivery!.Value;
}
