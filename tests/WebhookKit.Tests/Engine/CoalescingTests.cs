using System.Text;
using WebhookKit.Administration;

namespace WebhookKit.Tests.Engine;

/// <summary>Events that replace older ones which wait for the same endpoint.</summary>
internal sealed class CoalescingTests(EngineStore store) : EngineFixture(store)
{
    private static readonly (string, string?) NoJitter = ("Retry:Jitter", "0");
    private static readonly (string, string?) NoCircuit = ("Dispatching:Circuit:Enabled", "false");
    private static readonly (string, string?) LongTimeout = ("Sending:Timeout", "00:05:00");

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
        var host = await StartHostAsync(UseFakeClock, ("Retry:Schedule:0", "06:00:00"), LongTimeout, NoJitter, NoCircuit);
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
        var host = await StartHostAsync(UseFakeClock, ("Retry:Schedule:0", "06:00:00"), LongTimeout, NoJitter, NoCircuit);
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
        var all = await host.WaitForAsync(all => all.Count(delivery => delivery.Status == DeliveryStatus.Succeeded) == 3);

        Assert.That(Sent(all), Is.EquivalentTo(others.Select(receipt => receipt.EventId)));
        await host.WaitForAsync(all => all.All(delivery => delivery.EndedAt is not null));
        Assert.That(Receiver.Requests, Has.Count.EqualTo(3));
    }

    private static IEnumerable<EventId> Sent(IReadOnlyList<WebhookDelivery> all) =>
        all.Where(delivery => delivery.Status == DeliveryStatus.Succeeded).Select(delivery => delivery.EventId);

    private static OutgoingEvent Event(string? key) => new() { Type = "test.replaced", Payload = Encoding.UTF8.GetBytes("{}"), CoalescingKey = key };

    private static async Task<EndpointId> SubscribeAsync(EngineHost host, string url) =>
        (await host.Endpoints.CreateAsync(new EndpointInput { Url = url, Events = ["*"] }, WebhookCaller.Application)).Endpoint.Id;
}
