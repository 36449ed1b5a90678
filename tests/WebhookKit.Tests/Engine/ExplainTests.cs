using WebhookKit.Administration;

namespace WebhookKit.Tests.Engine;

/// <summary>What is said of a delivery in each of its states.</summary>
internal sealed class ExplainTests(EngineStore store) : EngineFixture(store)
{
    [Test]
    public async Task Where_nobody_delivers_it_says_so()
    {
        var host = await StartHostAsync(("Hosting:Deliver", "false"));

        var explained = await PublishAndExplainAsync(host, pattern: "order.*");

        Assert.That((explained.WaitsFor, explained.Subscription), Is.EqualTo(((DeliveryWait?)DeliveryWait.Instance, "order.*")));
        Assert.That(explained.Text, Does.Contain("not been tried").And.Contain("Hosting:Deliver"));
    }

    [Test]
    public async Task Of_a_paused_endpoint_it_waits_for_somebody()
    {
        var host = await StartHostAsync(UseFakeClock);
        var endpoint = (await host.SubscribeAsync(Receiver.At("/").Url)).Endpoint.Id;
        await host.Endpoints.PauseAsync(endpoint, "moving house", WebhookCaller.Application);

        var explained = await ExplainAsync(host, await host.PublishAsync(), endpoint);

        Assert.That((explained.WaitsFor, explained.Until), Is.EqualTo(((DeliveryWait?)DeliveryWait.Resume, (DateTimeOffset?)null)));
        Assert.That(explained.Text, Does.Contain("moving house"));
    }

    [Test]
    public async Task After_a_failure_it_waits_for_the_next_attempt()
    {
        var host = await StartHostAsync(UseFakeClock);
        var endpoint = (await host.SubscribeAsync(Receiver.At("/").AnswerAlways(500).Url)).Endpoint.Id;
        var receipt = await host.PublishAsync();
        var failed = (await host.WaitForAsync(all => all.Any(delivery => delivery.Status == DeliveryStatus.Failed)))[0];

        var explained = await ExplainAsync(host, receipt, endpoint);

        Assert.That((explained.WaitsFor, explained.Until), Is.EqualTo(((DeliveryWait?)DeliveryWait.DueTime, failed.NextAttemptAt)));
        Assert.That(explained.Text, Does.Contain("1 attempt failed").And.Contain("HttpFailure (500)"));
    }

    [Test]
    public async Task While_the_circuit_is_open_it_waits_for_that()
    {
        var host = await StartHostAsync(UseFakeClock);
        var endpoint = (await host.SubscribeAsync(Receiver.At("/").Url)).Endpoint.Id;
        var before = await host.PublishAsync();
        await host.WaitForAsync(all => all.All(delivery => delivery.Status == DeliveryStatus.Succeeded), before.EventId); // somebody delivers
        var opened = await host.Endpoints.OpenCircuitAsync(endpoint, TimeSpan.FromHours(1), reason: null, WebhookCaller.Application);

        var receipt = await host.PublishAsync();
        var open = await ExplainAsync(host, receipt, endpoint);

        Assert.That((open.WaitsFor, open.Until), Is.EqualTo(((DeliveryWait?)DeliveryWait.Circuit, (DateTimeOffset?)opened!.Circuit!.OpenUntil)));
    }

    [Test]
    public async Task What_is_due_waits_for_its_turn_within_the_limits_of_its_endpoint()
    {
        var host = await StartHostAsync(UseFakeClock);
        var limit = new EndpointRateLimit { PerSecond = 0.01 };
        var endpoint = (await host.Endpoints.CreateAsync(new EndpointInput { Url = Receiver.At("/").Url, Events = ["*"], RateLimit = limit }, WebhookCaller.Application)).Endpoint.Id;
        await host.PublishAsync();
        await Receiver.WaitForAsync(1, EngineHost.Patience);

        var explained = await ExplainAsync(host, await host.PublishAsync(), endpoint);

        Assert.That(explained.WaitsFor, Is.EqualTo(DeliveryWait.Turn));
        Assert.That(explained.Text, Does.Contain("0.01 requests a second"));
    }

    [Test]
    public async Task What_waits_for_its_order_says_when_the_first_is_tried_again()
    {
        var host = await StartHostAsync(UseFakeClock, ("Retry:Schedule:0", "06:00:00"));
        var ordering = new EndpointOrdering { Mode = OrderingMode.Strict };
        var endpoint = (await host.Endpoints.CreateAsync(new EndpointInput { Url = Receiver.At("/").AnswerAlways(500).Url, Events = ["*"], Ordering = ordering }, WebhookCaller.Application)).Endpoint.Id;
        var first = await host.PublishAsync();
        var second = await host.PublishAsync();
        await host.WaitForAsync(all => all.Single().Status == DeliveryStatus.Failed, first.EventId);

        var failed = await ExplainAsync(host, first, endpoint);
        var waiting = await ExplainAsync(host, second, endpoint);

        Assert.That(failed.WaitsFor, Is.EqualTo(DeliveryWait.DueTime));
        Assert.That((waiting.WaitsFor, waiting.Until), Is.EqualTo(((DeliveryWait?)DeliveryWait.Order, failed.Until)));
    }

    [Test]
    public async Task What_has_ended_waits_for_nothing_and_says_how_it_ended()
    {
        var host = await StartHostAsync(("Retry:Exponential:MaxAttempts", "1"));
        var accepted = (await host.SubscribeAsync(Receiver.At("/accepts").Url)).Endpoint.Id;
        var refused = (await host.SubscribeAsync(Receiver.At("/refuses").AnswerAlways(400).Url)).Endpoint.Id;
        var receipt = await host.PublishAsync();
        await host.WaitForAsync(all => all.Count == 2 && all.All(delivery => delivery.EndedAt is not null));
        await host.Endpoints.PauseAsync(accepted, reason: null, WebhookCaller.Application);
        var withdrawn = await host.PublishAsync();
        await host.Deliveries.CancelAsync(DeliveryId.First(withdrawn.EventId, accepted), "wrong data", WebhookCaller.Application);

        var succeeded = await ExplainAsync(host, receipt, accepted);
        var dead = await ExplainAsync(host, receipt, refused);
        var cancelled = await ExplainAsync(host, withdrawn, accepted);

        Assert.That(new[] { succeeded, dead, cancelled }.Select(explained => (explained.WaitsFor, explained.Until)), Is.All.EqualTo(((DeliveryWait?)null, (DateTimeOffset?)null)));
        Assert.That(succeeded.Text, Does.StartWith("It was accepted at").And.EndWith("with attempt 1."));
        Assert.That(dead.Text, Does.StartWith("It was given up at").And.Contain("allows no more").And.Contain("(400)"));
        Assert.That(cancelled.Text, Does.StartWith("It was cancelled at").And.Contain("wrong data"));
    }

    [Test]
    public async Task What_belongs_to_another_is_not_explained()
    {
        var host = await StartHostAsync(("Hosting:Deliver", "false"));
        var endpoint = (await host.SubscribeAsync(Receiver.At("/").Url)).Endpoint.Id;
        var receipt = await host.PublishAsync();

        var another = await host.Deliveries.ExplainAsync(DeliveryId.First(receipt.EventId, endpoint), new WebhookCaller { Actor = "somebody", Owner = "other" });

        Assert.That(another, Is.Null);
    }

    private async Task<DeliveryExplanation> PublishAndExplainAsync(EngineHost host, string pattern)
    {
        var endpoint = (await host.SubscribeAsync(Receiver.At("/").Url, pattern)).Endpoint.Id;
        return await ExplainAsync(host, await host.PublishAsync(), endpoint);
    }

    private static async Task<DeliveryExplanation> ExplainAsync(EngineHost host, PublishReceipt receipt, EndpointId endpoint) =>
        (await host.Deliveries.ExplainAsync(DeliveryId.First(receipt.EventId, endpoint), WebhookCaller.Application))!;
}
