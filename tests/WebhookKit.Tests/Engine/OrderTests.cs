using System.Diagnostics;
using System.Globalization;
using System.Text;
using WebhookKit.Administration;
using WebhookKit.Testing;

namespace WebhookKit.Tests.Engine;

/// <summary>Endpoints that receive events in the order in which they were published.</summary>
internal sealed class OrderTests(EngineStore store) : EngineFixture(store)
{
    private static readonly (string, string?) NoJitter = ("Retry:Jitter", "0");

    [Test]
    public async Task Events_with_the_same_key_arrive_in_order_and_numbered_through_failures()
    {
        var host = await StartHostAsync(UseFakeClock, ("Dispatching:Circuit:Enabled", "false"));
        await SubscribeAsync(host, Receiver.At("/").Answer(200, 500, 200, 200, 500, 500, 200, 503).Url, OrderingMode.Key);
        var published = await PublishAsync(host, keys: 7, each: 12);

        await host.WaitForAsync(Arrived, step: TimeSpan.FromSeconds(1));

        foreach (var key in published.Keys)
        {
            var requests = Accepted().Where(request => request.Headers["webhook-ordering-key"] == key).ToList();
            Assert.That(requests.Select(request => request.WebhookId), Is.EqualTo(published[key]));
            Assert.That(requests.Select(SequenceOf), Is.EqualTo(Enumerable.Range(1, 12)));
            Assert.That(Receiver.Requests.Where(request => request.Headers["webhook-ordering-key"] == key).Select(SequenceOf), Is.Ordered);
        }
    }

    [Test]
    public async Task Different_keys_go_side_by_side_and_the_same_one_at_a_time()
    {
        var host = await StartHostAsync();
        var path = Receiver.At("/");
        await SubscribeAsync(host, path.Url, OrderingMode.Key);

        // An endpoint gets one request at a time until it has answered some.
        var publishing = PublishAsync(host, keys: 5, each: 20);
        await Receiver.WaitForAsync(10, EngineHost.Patience);
        var hold = path.Hold();
        var answered = Receiver.Requests.Count;
        await Receiver.WaitForAsync(answered + 3, EngineHost.Patience);
        var underWay = Receiver.Requests.Skip(answered).Select(request => request.Headers["webhook-ordering-key"]).ToList();
        hold.Dispose();
        await publishing;

        await host.WaitForAsync(all => all.Count == 100 && Arrived(all));
        Assert.That(underWay, Is.Unique, "None of them was answered before the others had come in.");
    }

    [Test]
    public async Task A_strict_endpoint_gets_one_at_a_time_and_one_that_fails_holds_the_others()
    {
        var host = await StartHostAsync(UseFakeClock, ("Retry:Schedule:0", "00:01:00"), ("Retry:Schedule:1", "00:01:00"), Patient, LongLeases, NoJitter);
        await SubscribeAsync(host, Receiver.At("/").Answer(200, 200, 500, 500).Url, OrderingMode.Strict);

        var receipts = await host.PublishManyAsync(30);
        await host.WaitForAsync(all => all.Any(delivery => delivery.AttemptCount == 2), step: TimeSpan.FromSeconds(3));
        var sentBefore = Receiver.Requests.Count;
        await host.WaitForAsync(Arrived, step: TimeSpan.FromSeconds(3));

        Assert.That(sentBefore, Is.EqualTo(4), "Two that arrived, and two attempts for the third.");
        Assert.That(Accepted().Select(request => request.WebhookId), Is.EqualTo(receipts.Select(receipt => receipt.EventId.ToString())));
        Assert.That(Accepted().Select(SequenceOf), Is.EqualTo(Enumerable.Range(1, 30)));
        Assert.That(Receiver.Requests.Skip(2).Take(3).Select(SequenceOf), Is.EqualTo([3, 3, 3]), "An attempt has the number of its delivery.");
    }

    [Test]
    public async Task A_delivery_that_fails_is_passed_over_after_so_many_attempts_as_its_endpoint_says()
    {
        var host = await StartHostAsync(UseFakeClock, Patient, LongLeases, NoJitter);
        await SubscribeAsync(host, Receiver.At("/").Answer(200, 500, 500, 500).Url, OrderingMode.Strict, skipAfter: 3);

        var receipts = await host.PublishManyAsync(4);
        var all = await host.WaitForAsync(all => all.Count(delivery => delivery.EndedAt is not null) == 4, step: TimeSpan.FromSeconds(5));

        var dead = all.Single(delivery => delivery.Status == DeliveryStatus.Dead);
        Assert.That((dead.EventId, dead.AttemptCount), Is.EqualTo((receipts[1].EventId, 3)));
        Assert.That(Accepted(but: dead.EventId).Select(SequenceOf), Is.EqualTo([1, 3, 4]), "The receiver can see that one is missing.");
    }

    [Test]
    public async Task Without_such_a_number_it_blocks_for_as_long_as_it_fails()
    {
        var host = await StartHostAsync(UseFakeClock, ("Retry:Schedule:0", "00:00:01"), Patient, LongLeases, NoJitter);
        await SubscribeAsync(host, Receiver.At("/").Answer(500, 500, 500, 500).Url, OrderingMode.Key);
        var published = await PublishAsync(host, keys: 1, each: 3);

        var failing = await host.WaitForAsync(all => all.Any(delivery => delivery.AttemptCount == 4), step: TimeSpan.FromMinutes(1));
        await host.WaitForAsync(Arrived, step: TimeSpan.FromMinutes(1));

        Assert.That(failing.Select(delivery => delivery.AttemptCount), Is.EquivalentTo([4, 0, 0]));
        Assert.That(Accepted().Select(request => request.WebhookId), Is.EqualTo(published.Values.Single()));
    }

    [Test]
    public async Task One_that_blocks_and_expires_lets_the_others_go_on()
    {
        var host = await StartHostAsync(UseFakeClock, ("Retry:Schedule:0", "00:00:01"), Patient, LongLeases, NoJitter);
        await SubscribeAsync(host, Receiver.At("/").Answer(500, 500, 500).Url, OrderingMode.Strict);
        var options = new PublishOptions { ExpiresAt = host.Clock.GetUtcNow().AddMinutes(90) };
        var blocking = await host.Publisher.PublishAsync("test.ordered", new { }, options);
        await host.PublishAsync();

        var all = await host.WaitForAsync(all => all.All(delivery => delivery.EndedAt is not null), step: TimeSpan.FromSeconds(20));

        var dead = all.Single(delivery => delivery.Status == DeliveryStatus.Dead);
        Assert.That((dead.EventId, dead.DeadReason, dead.AttemptCount), Is.EqualTo((blocking.EventId, DeadLetterReason.Expired, 3)));
        Assert.That(Accepted(but: dead.EventId).Select(SequenceOf), Is.EqualTo([2]));
    }

    [Test]
    public async Task What_waits_behind_a_failure_is_out_of_the_way_of_other_keys()
    {
        var host = await StartHostAsync(UseFakeClock, ("Retry:Schedule:0", "06:00:00"), ("Dispatching:Circuit:Enabled", "false"), Patient, NoJitter);
        await SubscribeAsync(host, Receiver.At("/").Answer(500).Url, OrderingMode.Key);
        var first = await host.Publisher.PublishAsync("test.first", new { }, new PublishOptions { OrderingKey = "stuck" });
        await host.WaitForAsync(all => all.Single().Status == DeliveryStatus.Failed);
        await host.Publisher.PublishAsync([.. Enumerable.Range(0, 1100).Select(_ => Event("stuck"))]);

        await host.Publisher.PublishAsync([.. Enumerable.Range(0, 20).Select(_ => Event("free"))]);
        await host.StepUntilAsync(() => Receiver.Requests.Count == 21, TimeSpan.FromMilliseconds(10));
        await host.WaitForAsync(all => all.Count(delivery => delivery.Status == DeliveryStatus.Succeeded) == 20);
        host.Clock.Advance(TimeSpan.FromHours(6));
        await host.StepUntilAsync(() => Receiver.Requests.Count > 1121 && Accepted().Count() == 1121, TimeSpan.FromMilliseconds(100));

        var stuck = Accepted().Where(request => request.Headers["webhook-ordering-key"] == "stuck").ToList();
        Assert.That(stuck[0].WebhookId, Is.EqualTo(first.EventId.ToString()));
        Assert.That(stuck.Select(SequenceOf), Is.EqualTo(Enumerable.Range(1, 1101)));
    }

    [Test]
    public async Task A_long_queue_with_one_key_is_not_passed_over_for_each_of_its_deliveries()
    {
        const int Queued = 800;
        var host = await StartOnFaultyStoreAsync(("Dispatching:Circuit:Enabled", "false"));
        var path = Receiver.At("/");
        await SubscribeAsync(host, path.Url, OrderingMode.Key);
        var hold = path.Hold();
        await host.Publisher.PublishAsync([.. Enumerable.Range(0, Queued).Select(_ => Event("hot"))]);
        await Receiver.WaitForAsync(1, EngineHost.Patience);

        var sending = Stopwatch.StartNew();
        hold.Dispose();
        await host.WaitForAsync(all => all.Count(delivery => delivery.Status == DeliveryStatus.Succeeded) == Queued);

        var atMost = 100 + sending.Elapsed.TotalSeconds;
        Assert.That(Receiver.Requests.Select(SequenceOf), Is.EqualTo(Enumerable.Range(1, Queued)));
        Assert.That((double)host.Faults.RowsBlocked / Queued, Is.LessThan(atMost), "Rows for each delivery; once a second all of them are passed over.");
    }

    [Test]
    public async Task Another_key_is_found_behind_a_long_queue_that_waits_for_a_slow_answer()
    {
        var host = await StartHostAsync();
        var path = Receiver.At("/");
        await SubscribeAsync(host, path.Url, OrderingMode.Key);
        await host.Publisher.PublishAsync([.. Enumerable.Range(0, 400).Select(_ => Event("hot"))]);

        // An endpoint gets one request at a time until it has answered some.
        await Receiver.WaitForAsync(20, EngineHost.Patience);
        using var hold = path.Hold();
        for (var other = 0; other < 3; other++)
        {
            // The queue has been passed over just before.
            await host.Publisher.PublishAsync([Event($"other-{other}")]);
            await Receiver.WaitUntilAsync(all => all.Any(request => request.Headers["webhook-ordering-key"] == $"other-{other}"), TimeSpan.FromSeconds(8));
        }
    }

    [Test]
    public async Task Cancelling_what_others_wait_for_lets_them_go_on()
    {
        var host = await StartHostAsync(UseFakeClock, ("Retry:Schedule:0", "06:00:00"), Patient, LongLeases, NoJitter);
        await SubscribeAsync(host, Receiver.At("/").Answer(500).Url, OrderingMode.Key);
        await PublishAsync(host, keys: 1, each: 3);

        // Those behind it have been put off, too, by five minutes at the most.
        var later = host.Clock.GetUtcNow().AddMinutes(1);
        var failed = (await host.WaitForAsync(all => all.Count(delivery => delivery.NextAttemptAt > later) == 3)).Single(delivery => delivery.AttemptCount == 1);

        var begunAt = host.Clock.GetUtcNow();
        await host.Deliveries.CancelAsync(failed.Id, null, WebhookCaller.Application);
        host.Clock.Advance(TimeSpan.FromMinutes(4));
        await host.WaitForAsync(all => all.Count(delivery => delivery.Status == DeliveryStatus.Succeeded) == 2, step: TimeSpan.FromSeconds(1));

        Assert.That(host.Clock.GetUtcNow() - begunAt, Is.LessThan(TimeSpan.FromMinutes(7)));
    }

    [Test]
    public async Task What_is_sent_again_by_hand_waits_for_nothing()
    {
        var host = await StartHostAsync(UseFakeClock, ("Retry:Schedule:0", "06:00:00"), ("Dispatching:Circuit:Enabled", "false"), NoJitter);
        await SubscribeAsync(host, Receiver.At("/").Answer(500, 500).Url, OrderingMode.Strict, skipAfter: 1);
        await host.PublishAsync();
        var dead = (await host.WaitForAsync(all => all.Single().Status == DeliveryStatus.Dead))[0];
        await host.Endpoints.UpdateAsync(
            dead.Id.Endpoint,
            new EndpointInput { Url = Receiver.At("/").Url, Events = ["*"], Ordering = new EndpointOrdering { Mode = OrderingMode.Strict } },
            WebhookCaller.Application);
        await host.PublishAsync();
        await host.WaitForAsync(all => all.Any(delivery => delivery.Status == DeliveryStatus.Failed));

        await host.Deliveries.ReplayAsync(dead.Id, WebhookCaller.Application);

        await host.WaitForAsync(all => all.Any(delivery => delivery.ReplayOf == dead.Id && delivery.Status == DeliveryStatus.Succeeded));
        Assert.That(Receiver.Requests[^1].Headers.ContainsKey("webhook-sequence"), Is.False);
    }

    private static bool Arrived(IReadOnlyList<WebhookDelivery> all) => all.Count > 0 && all.All(delivery => delivery.Status == DeliveryStatus.Succeeded);

    private static int SequenceOf(ReceivedRequest request) => int.Parse(request.Headers["webhook-sequence"]!, CultureInfo.InvariantCulture);

    private static OutgoingEvent Event(string key) => new() { Type = "test.ordered", Payload = Encoding.UTF8.GetBytes("{}"), OrderingKey = key };

    // The last request for each event: those before it were refused.
    private IEnumerable<ReceivedRequest> Accepted(EventId? but = null) =>
        Receiver.Requests.GroupBy(request => request.WebhookId).Where(group => group.Key != but.ToString()).Select(group => group.Last()).OrderBy(request => request.Number);

    private static async Task<Dictionary<string, List<string>>> PublishAsync(EngineHost host, int keys, int each)
    {
        var published = Enumerable.Range(0, keys).ToDictionary(number => $"key-{number}", _ => new List<string>());
        for (var i = 0; i < each; i++)
        {
            var receipts = await host.Publisher.PublishAsync([.. published.Keys.Select(Event)]);
            foreach (var (key, receipt) in published.Keys.Zip(receipts))
            {
                published[key].Add(receipt.EventId.ToString());
            }
        }

        return published;
    }

    private static Task<EndpointWithSecret> SubscribeAsync(EngineHost host, string url, OrderingMode mode, int? skipAfter = null) =>
        host.Endpoints.CreateAsync(
            new EndpointInput { Url = url, Events = ["*"], Ordering = new EndpointOrdering { Mode = mode, SkipAfter = skipAfter } },
            WebhookCaller.Application);
}
