using System.Text;
using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Administration;

namespace WebhookKit.Tests.Engine;

/// <summary>Events that replace older ones which wait for the same endpoint.</summary>
internal sealed class CoalescingTests(EngineStore store) : EngineFixture(store)
{
    private static readonly (string, string?) NoJitter = ("Retry:Jitter", "0");
    private static readonly (string, string?) NoCircuit = ("Dispatching:Circuit:Enabled", "false");

    [Test]
    public async Task Of_those_that_wait_behind_a_request_only_the_last_with_each_key_is_sent()
    {
        var host = await StartHostAsync();
        var path = Receiver.At("/");
        await SubscribeAsync(host, path.Url);
        var hold = path.Hold();
        var first = (await host.Publisher.PublishAsync([Event("a")]))[0];
        await Receiver.WaitForAsync(1, EngineHost.Patience);

        var rest = await host.Publisher.PublishAsync([.. Enumerable.Range(0, 40).Select(number => Event(number % 2 == 0 ? "a" : "b"))]);
        hold.Dispose();
        var all = await host.WaitForAsync(all => all.Count == 41 && all.All(delivery => delivery.EndedAt is not null));

        Assert.That(Sent(all), Is.EquivalentTo([first.EventId, rest[^2].EventId, rest[^1].EventId]));
        Assert.That(Receiver.Requests, Has.Count.EqualTo(3));
        var replaced = all.Single(delivery => delivery.EventId == rest[0].EventId);
        Assert.That((replaced.CancelReason, replaced.CancelledBy), Is.EqualTo(("Replaced by a newer event with its coalescing key.", "webhookkit")));
        Assert.That(replaced.ReplayedAs!.Value.Key, Is.EqualTo(rest[^2].EventId.Value));
    }

    [Test]
    public async Task What_has_failed_is_never_sent_after_what_replaces_it()
    {
        var host = await StartHostAsync(UseFakeClock, ("Retry:Schedule:0", "06:00:00"), Patient, NoJitter, NoCircuit);
        await SubscribeAsync(host, Receiver.At("/").Answer(500).Url);
        var old = (await host.Publisher.PublishAsync([Event("a")]))[0];
        await host.WaitForAsync(all => all.Single().Status == DeliveryStatus.Failed);

        var replacement = (await host.Publisher.PublishAsync([Event("a")]))[0];
        var all = await host.WaitForAsync(all => all.Count(delivery => delivery.EndedAt is not null) == 2);

        Assert.That(Sent(all), Is.EqualTo([replacement.EventId]));
        Assert.That(all.Single(delivery => delivery.EventId == old.EventId).AttemptCount, Is.EqualTo(1));
        Assert.That(Receiver.Requests, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task One_that_fails_while_its_replacement_waits_is_not_tried_again()
    {
        var host = await StartHostAsync(UseFakeClock, ("Retry:Schedule:0", "06:00:00"), Patient, NoJitter, NoCircuit);
        var path = Receiver.At("/").Answer(500);
        await SubscribeAsync(host, path.Url);
        var hold = path.Hold();
        var old = (await host.Publisher.PublishAsync([Event("a")]))[0];
        await Receiver.WaitForAsync(1, EngineHost.Patience);

        var replacement = (await host.Publisher.PublishAsync([Event("a")]))[0];
        hold.Dispose();
        var all = await host.WaitForAsync(all => all.Count(delivery => delivery.EndedAt is not null) == 2);

        Assert.That(Sent(all), Is.EqualTo([replacement.EventId]));
        Assert.That(Receiver.Requests.Select(request => request.WebhookId), Is.EqualTo([old.EventId.ToString(), replacement.EventId.ToString()]));
    }

    [Test]
    public async Task What_nothing_newer_waits_behind_is_sent_as_ever()
    {
        var host = await StartHostAsync();
        await SubscribeAsync(host, Receiver.At("/").Url);

        for (var number = 1; number <= 3; number++)
        {
            await host.Publisher.PublishAsync([Event("a")]);
            await host.WaitForAsync(all => all.Count(delivery => delivery.Status == DeliveryStatus.Succeeded) == number);
        }

        Assert.That(Receiver.Requests, Has.Count.EqualTo(3));
    }

    [Test]
    public async Task A_long_queue_with_one_key_ends_with_one_request_and_holds_nothing_else_up()
    {
        var host = await StartHostAsync();
        var endpoint = await SubscribeAsync(host, Receiver.At("/").Url);
        await host.Endpoints.PauseAsync(endpoint, null, WebhookCaller.Application);
        foreach (var batch in Enumerable.Range(0, 2500).Chunk(1000))
        {
            await host.Publisher.PublishAsync([.. batch.Select(_ => Event("a"))]);
        }

        var others = await host.Publisher.PublishAsync([Event("b"), Event(null), Event("a")]);
        await host.Endpoints.ResumeAsync(endpoint, WebhookCaller.Application);
        await host.WaitUntilNothingWaitsAsync();
        var all = await host.WaitForAsync(all => all.Count(delivery => delivery.Status == DeliveryStatus.Succeeded) == 3);

        Assert.That(Sent(all), Is.EquivalentTo(others.Select(receipt => receipt.EventId)));
        await host.WaitForAsync(all => all.All(delivery => delivery.EndedAt is not null));
        Assert.That(Receiver.Requests, Has.Count.EqualTo(3));
    }

    [Test]
    public async Task One_that_is_for_later_replaces_what_is_due_now()
    {
        var host = await StartHostAsync(UseFakeClock, Patient);
        var endpoint = await SubscribeAsync(host, Receiver.At("/").Url);
        await host.Endpoints.PauseAsync(endpoint, null, WebhookCaller.Application);
        await host.Publisher.PublishAsync([Event("a")]);
        var later = await host.Publisher.PublishAsync("test.replaced", new { }, new PublishOptions { CoalescingKey = "a", DeliverAt = host.Clock.GetUtcNow().AddHours(1) });

        await host.Endpoints.ResumeAsync(endpoint, WebhookCaller.Application);
        var before = await host.WaitForAsync(all => all.Any(delivery => delivery.Status == DeliveryStatus.Cancelled));
        var sentBefore = Receiver.Requests.Count;
        host.Clock.Advance(TimeSpan.FromHours(1));
        var after = await host.WaitForAsync(all => all.All(delivery => delivery.EndedAt is not null), step: TimeSpan.FromMilliseconds(100));

        Assert.That(before.Single(delivery => delivery.EndedAt is null).EventId, Is.EqualTo(later.EventId));
        Assert.That(sentBefore, Is.Zero);
        Assert.That(Sent(after), Is.EqualTo([later.EventId]));
    }

    [Test]
    public async Task The_last_counts_also_where_the_filter_leaves_it_out_and_recovering_leaves_out_what_was_replaced()
    {
        var host = await StartHostAsync();
        var begin = host.Services.GetRequiredService<TimeProvider>().GetUtcNow().AddMinutes(-1);
        var input = new EndpointInput { Url = Receiver.At("/").Url, Events = ["*"], Filter = """{"number": {"$lt": 2}}""" };
        var endpoint = (await host.Endpoints.CreateAsync(input, WebhookCaller.Application)).Endpoint.Id;
        await host.Endpoints.PauseAsync(endpoint, null, WebhookCaller.Application);
        await host.Publisher.PublishAsync([Event("a", number: 1)]);
        await host.Publisher.PublishAsync([Event("a", number: 2)]);

        await host.Endpoints.ResumeAsync(endpoint, WebhookCaller.Application);
        var all = await host.WaitForAsync(all => all.All(delivery => delivery.EndedAt is not null));
        var recovery = new JobInput { Kind = JobKind.Recover, Selection = new JobSelection { Endpoint = endpoint, From = begin } };
        var missed = await host.Services.GetRequiredService<IWebhookJobs>().CountAsync(recovery, WebhookCaller.Application);

        Assert.That(all.Select(delivery => delivery.Status), Is.EquivalentTo([DeliveryStatus.Cancelled, DeliveryStatus.Filtered]));
        Assert.That(Receiver.Requests, Is.Empty);
        Assert.That(missed, Is.Zero);
    }

    private static IEnumerable<EventId> Sent(IReadOnlyList<WebhookDelivery> all) =>
        all.Where(delivery => delivery.Status == DeliveryStatus.Succeeded).Select(delivery => delivery.EventId);

    private static OutgoingEvent Event(string? key, int number = 0) =>
        new() { Type = "test.replaced", Payload = Encoding.UTF8.GetBytes($$"""{"number": {{number}}}"""), CoalescingKey = key };

    private static async Task<EndpointId> SubscribeAsync(EngineHost host, string url) =>
        (await host.Endpoints.CreateAsync(new EndpointInput { Url = url, Events = ["*"] }, WebhookCaller.Application)).Endpoint.Id;
}
