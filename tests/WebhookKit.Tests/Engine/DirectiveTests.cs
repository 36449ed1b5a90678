using WebhookKit.Testing;

namespace WebhookKit.Tests.Engine;

/// <summary>What receivers ask for in the <c>webhook-delivery</c> header of an answer.</summary>
internal sealed class DirectiveTests(EngineStore store) : EngineFixture(store)
{
    private static readonly (string, string?) Honoured = ("Sending:HonourDirectives", "true");

    [TestCase("abort-message")]
    [TestCase("Abort-Message")]
    public async Task A_failed_delivery_may_be_ended_at_once(string directive)
    {
        var ended = await FailAsync(directive, Honoured);

        Assert.That((ended.Status, ended.DeadReason), Is.EqualTo((DeliveryStatus.Dead, (DeadLetterReason?)DeadLetterReason.AbortedByReceiver)));
        Assert.That(ended.AttemptCount, Is.EqualTo(1));
    }

    [Test]
    public async Task Nothing_is_ended_where_the_host_does_not_let_receivers() =>
        Assert.That((await FailAsync("abort-message")).Status, Is.EqualTo(DeliveryStatus.Failed));

    [TestCase("abort")]
    [TestCase("abort-message, disable")]
    public async Task What_is_not_understood_changes_nothing(string directive) =>
        Assert.That((await FailAsync(directive, Honoured)).Status, Is.EqualTo(DeliveryStatus.Failed));

    [Test]
    public async Task A_delivery_that_has_succeeded_stays_so()
    {
        var host = await StartHostAsync(Honoured);
        await host.SubscribeAsync(Receiver.At("/").AnswerAlways(Directed(200, "abort-message")).Url);

        await host.PublishAsync();

        await host.WaitForAsync(all => all.Any(delivery => delivery.Status == DeliveryStatus.Succeeded));
    }

    [TestCase(200)]
    [TestCase(500)]
    public async Task An_endpoint_may_be_disabled_by_any_answer(int status)
    {
        var host = await StartHostAsync(Honoured);
        var endpoint = (await host.SubscribeAsync(Receiver.At("/").AnswerAlways(Directed(status, "disable")).Url)).Endpoint.Id;

        await host.PublishAsync();

        var disabled = await host.WaitForEndpointAsync(endpoint, found => found.Status == EndpointStatus.Disabled);
        Assert.That(disabled.StatusReason, Does.Contain("webhook-delivery"));
    }

    private async Task<WebhookDelivery> FailAsync(string directive, params (string, string?)[] settings)
    {
        var host = await StartHostAsync(settings);
        await host.SubscribeAsync(Receiver.At("/").AnswerAlways(Directed(422, directive)).Url);
        await host.PublishAsync();
        return (await host.WaitForAsync(all => all.Any(delivery => delivery.Status is DeliveryStatus.Dead or DeliveryStatus.Failed)))[0];
    }

    private static ReceiverAnswer Directed(int status, string directive) =>
        new() { StatusCode = status, Headers = new Dictionary<string, string> { ["webhook-delivery"] = directive } };
}
