using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Storage;

namespace WebhookKit.Tests.Engine;

/// <summary>Endpoints where nothing arrives.</summary>
internal sealed class FailingEndpointTests(EngineStore store) : EngineFixture(store)
{
    private static readonly (string, string?) OneAttempt = Attempts(1);

    [Test]
    public async Task Since_when_it_fails_is_shown_and_forgotten_with_the_first_success()
    {
        var host = await StartHostAsync(UseFakeClock, OneAttempt);
        var path = Receiver.At("/").AnswerAlways(500);
        var endpoint = (await host.SubscribeAsync(path.Url)).Endpoint.Id;
        await host.PublishAsync();
        var failing = await host.WaitForEndpointAsync(endpoint, found => found.FailingSince is not null);

        path.AnswerAlways(200);
        await host.PublishAsync();
        await host.WaitForEndpointAsync(endpoint, found => found.FailingSince is null);

        Assert.That(failing.FailingSince, Is.EqualTo(failing.CreatedAt).Within(TimeSpan.FromSeconds(30)));
        Assert.That(failing.Status, Is.EqualTo(EndpointStatus.Enabled));
    }

    [Test]
    public async Task What_fails_now_and_then_is_not_written_down()
    {
        var host = await StartHostAsync(UseFakeClock, OneAttempt);
        var path = Receiver.At("/").Answer(500).Answer(200).Answer(500).Answer(200);
        var endpoint = (await host.SubscribeAsync(path.Url)).Endpoint.Id;
        for (var i = 0; i < 4; i++)
        {
            var receipt = await host.PublishAsync();
            await host.WaitForAsync(all => all.Single().EndedAt is not null, receipt.EventId);
        }

        // Longer than it would take to be written down.
        for (var passed = TimeSpan.Zero; passed < TimeSpan.FromMinutes(1); passed += TimeSpan.FromSeconds(1))
        {
            host.Clock.Advance(TimeSpan.FromSeconds(1));
            Assert.That((await FindAsync(host, endpoint)).FailingSince, Is.Null);
        }
    }

    [Test]
    public async Task One_that_has_failed_for_too_long_is_disabled_when_a_delivery_is_given_up()
    {
        var (host, endpoint) = await StartFailingAsync(failingFor: TimeSpan.FromDays(6), attempts: 1);

        await host.PublishAsync();

        var disabled = await host.WaitForEndpointAsync(endpoint, found => found.Status == EndpointStatus.Disabled);
        Assert.That(disabled.StatusReason, Does.StartWith("Every attempt has failed since"));
        var audit = await host.Services.GetRequiredService<IWebhookStore>().Audit.ListAsync(new AuditListQuery { Target = endpoint.ToString(), Limit = 1 });
        Assert.That((audit.Items[0].Action, audit.Items[0].Actor), Is.EqualTo(("endpoint.disabled", "webhookkit")));
    }

    [TestCase(4, "5.00:00:00")]
    [TestCase(300, null)]
    public async Task One_that_has_not_failed_for_that_long_is_left_alone(int days, string? tooLong)
    {
        var (host, endpoint) = await StartFailingAsync(TimeSpan.FromDays(days), attempts: 1, ("Dispatching:DisableFailingAfter", tooLong));

        await host.PublishAsync();
        await host.WaitForAsync(all => all.Single().Status == DeliveryStatus.Dead);
        var later = await host.PublishAsync("later");
        await host.WaitForAsync(all => all.Single().Status == DeliveryStatus.Dead, later.EventId);

        Assert.That((await FindAsync(host, endpoint)).Status, Is.EqualTo(EndpointStatus.Enabled));
    }

    [Test]
    public async Task What_expired_without_a_request_says_nothing_of_it()
    {
        var (host, endpoint) = await StartFailingAsync(failingFor: TimeSpan.FromDays(6), attempts: 1);

        for (var number = 1; number <= 2; number++)
        {
            // With a key it is stored although it has expired: whoever tries again gets the answer of the first time.
            var options = new PublishOptions { IdempotencyKey = $"{number}", ExpiresAt = DateTimeOffset.UtcNow.AddMinutes(-1) };
            var receipt = await host.Publisher.PublishAsync("order.created", new { number }, options);
            await host.WaitForAsync(all => all.Single().DeadReason == DeadLetterReason.Expired, receipt.EventId);
        }

        Assert.That((await FindAsync(host, endpoint)).Status, Is.EqualTo(EndpointStatus.Enabled));
        Assert.That(Receiver.Requests, Is.Empty);
    }

    [Test]
    public async Task One_that_fails_but_has_attempts_left_is_left_alone()
    {
        var (host, endpoint) = await StartFailingAsync(failingFor: TimeSpan.FromDays(6), attempts: 2);

        await host.PublishAsync();
        await host.WaitForAsync(all => all.Single().Status == DeliveryStatus.Failed);
        var later = await host.PublishAsync("later");
        await host.WaitForAsync(all => all.Single().Status == DeliveryStatus.Failed, later.EventId);

        Assert.That((await FindAsync(host, endpoint)).Status, Is.EqualTo(EndpointStatus.Enabled));
    }

    [Test]
    public async Task A_success_that_the_note_does_not_know_of_counts()
    {
        var (host, endpoint) = await StartFailingAsync(failingFor: TimeSpan.FromDays(6), attempts: 1);
        Receiver.At("/").AnswerAlways(200);
        var arrived = await host.PublishAsync();
        await host.WaitForAsync(all => all.Single().Status == DeliveryStatus.Succeeded, arrived.EventId);
        await host.StopAsync();

        // As an instance may write it that was suspended when it was about to.
        await NoteAsync(host, endpoint, TimeSpan.FromDays(6));
        var next = await StartHostAsync(services => Share(services, host.Services.GetRequiredService<IWebhookStore>()), OneAttempt);
        Receiver.At("/").AnswerAlways(500);
        await next.PublishAsync("later");

        var found = await next.WaitForEndpointAsync(endpoint, found => found.FailingSince is null);
        Assert.That(found.Status, Is.EqualTo(EndpointStatus.Enabled));
    }

    private static (string, string?) Attempts(int attempts) => ("Retry:Exponential:MaxAttempts", $"{attempts}");

    private async Task<(EngineHost Host, EndpointId Endpoint)> StartFailingAsync(TimeSpan failingFor, int attempts, params (string, string?)[] settings)
    {
        var host = await StartHostAsync([Attempts(attempts), .. settings]);
        var endpoint = (await host.SubscribeAsync(Receiver.At("/").AnswerAlways(500).Url)).Endpoint.Id;
        await NoteAsync(host, endpoint, failingFor);
        return (host, endpoint);
    }

    private static async Task NoteAsync(EngineHost host, EndpointId endpoint, TimeSpan failingFor) =>
        await host.Services.GetRequiredService<IEndpointStore>().NoteFailuresAsync([new EndpointFailure(endpoint, DateTimeOffset.UtcNow - failingFor)]);

    private static async Task<WebhookEndpoint> FindAsync(EngineHost host, EndpointId id) =>
        (await host.Endpoints.FindAsync(id, WebhookCaller.Application))!;
}
