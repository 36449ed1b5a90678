using System.Text;
using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Administration;
using WebhookKit.Observing;

namespace WebhookKit.Tests.Engine;

/// <summary>Secrets that are encrypted in the database, and keys that are lost, differ, or come back.</summary>
internal sealed class SecretsAtRestTests(EngineStore store) : SecretsFixture(store)
{
    [Test]
    public async Task Nothing_that_is_stored_shows_a_secret_and_what_is_sent_has_them()
    {
        var host = await StartAsync(new TestKeys());
        var (endpoint, secret) = await CreateAsync(host, "/");

        var stored = await StoredAsync(host, endpoint.Id);
        await host.PublishAsync();
        await host.WaitForAsync(all => all.Single().Status == DeliveryStatus.Succeeded);

        Assert.Multiple(() =>
        {
            Assert.That(stored.Secrets.Single().Protected.Span.IndexOf(secret.AsSpan()), Is.EqualTo(-1));
            Assert.That(Encoding.ASCII.GetString(stored.Secrets.Single().Protected.Span[..8]), Is.EqualTo("WKS\u0001\u0001\u0002k1"), "The key is named.");
            Assert.That(stored.Endpoint.Headers["Authorization"], Does.StartWith("wksealed:").And.Not.Contain("opensesame"));
            Assert.That(endpoint.Headers["Authorization"], Is.EqualTo("Bearer opensesame"));
            Assert.That(Receiver.Requests.Single().Headers["Authorization"], Is.EqualTo("Bearer opensesame"));
            Assert.That(IsSigned(Receiver.Requests.Single(), secret, host), Is.True);
        });
    }

    [Test]
    public async Task What_is_moved_to_another_endpoint_or_owner_cannot_be_sent_with()
    {
        var host = await StartAsync(new TestKeys());
        var one = (await CreateAsync(host, "/one")).Endpoint;
        var other = (await CreateAsync(host, "/other")).Endpoint;
        var third = (await CreateAsync(host, "/third", owner: "acme")).Endpoint;
        var (first, second, last) = (await StoredAsync(host, one.Id), await StoredAsync(host, other.Id), await StoredAsync(host, third.Id));
        await StoreAsync(host, first, second.Secrets, first.Endpoint.Headers);
        await StoreAsync(host, second, first.Secrets, second.Endpoint.Headers);
        await StoreAsync(host, last, last.Secrets, first.Endpoint.Headers);

        await host.PublishAsync();
        await host.Publisher.PublishAsync("order.created", new { }, new PublishOptions { Owner = "acme" });
        await EngineHost.WaitAsync(() => Vitals(host).EndpointsWithoutSigning == 3);
        var test = await host.Endpoints.TestAsync(one.Id, WebhookCaller.Application);
        var waiting = await host.WaitForAsync(all => all.Count == 3);
        var explained = await host.Deliveries.ExplainAsync(waiting[0].Id, WebhookCaller.Application);

        Assert.Multiple(() =>
        {
            Assert.That(waiting.Select(delivery => (delivery.Status, delivery.AttemptCount)), Is.All.EqualTo((DeliveryStatus.Pending, 0)));
            Assert.That(test!.Outcome, Is.EqualTo(AttemptOutcome.SigningUnavailable));
            Assert.That(explained!.WaitsFor, Is.EqualTo(DeliveryWait.Signing));
            Assert.That(explained.Text, Does.Contain("signing_unavailable"));
            Assert.That(Receiver.Requests, Is.Empty);
        });
    }

    [Test]
    public async Task A_header_value_that_is_moved_to_another_name_cannot_be_sent()
    {
        var host = await StartAsync(new TestKeys());
        var endpoint = (await CreateAsync(host, "/")).Endpoint;
        var stored = await StoredAsync(host, endpoint.Id);
        await StoreAsync(host, stored, stored.Secrets, new Dictionary<string, string> { ["X-Shown"] = stored.Endpoint.Headers["Authorization"] });

        var test = await host.Endpoints.TestAsync(endpoint.Id, WebhookCaller.Application);
        var shown = await host.Endpoints.FindAsync(endpoint.Id, WebhookCaller.Application);

        Assert.That((test!.Outcome, Receiver.Requests.Count), Is.EqualTo((AttemptOutcome.SigningUnavailable, 0)));
        Assert.That(shown!.Headers["X-Shown"], Does.StartWith("wksealed:"), "Whoever reads a header that is no secret by its name must not read one that is.");
    }

    [Test]
    public async Task Without_its_key_a_delivery_waits_and_uses_up_no_attempt_until_the_key_is_back()
    {
        var keys = new TestKeys();
        var host = await StartOnFakeClockAsync(keys, ("Retry:Exponential:MaxAttempts", "1"));
        var (endpoint, secret) = await CreateAsync(host, "/");
        keys.Have("k2");
        await StepUntilAsync(host, () => Vitals(host).KeyProblem is not null);
        var problem = Vitals(host).KeyProblem;
        for (var i = 0; i < 3; i++)
        {
            await host.PublishAsync();
        }

        await StepUntilAsync(host, () => Vitals(host).EndpointsWithoutSigning == 1);
        var told = await Notifications.WaitForAsync(WebhookNotificationKind.SigningUnavailable);
        for (var i = 0; i < 600; i++)
        {
            host.Clock.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        var waiting = await host.WaitForAsync(all => all.Count == 3);
        keys.Have("k1", "k2");
        await host.WaitForAsync(all => all.All(delivery => delivery.Status == DeliveryStatus.Succeeded), step: Step);
        await StepUntilAsync(host, () => Vitals(host) is { KeyProblem: null, EndpointsWithoutSigning: 0 });

        Assert.Multiple(() =>
        {
            Assert.That(waiting.Select(delivery => (delivery.Status, delivery.AttemptCount)), Is.All.EqualTo((DeliveryStatus.Pending, 0)));
            Assert.That(problem, Does.Contain("key 'k1'").And.Contain("Secrets:Keys"));
            Assert.That(told.Select(notification => notification.Endpoint), Is.EqualTo(new[] { endpoint.Id }));
            Assert.That(Receiver.Requests, Has.Count.EqualTo(3));
            Assert.That(Receiver.Requests.Select(request => IsSigned(request, secret, host)), Is.All.True);
        });
    }

    [Test]
    public async Task A_key_service_that_is_away_keeps_deliveries_and_not_the_host()
    {
        var keys = new TestKeys();
        var first = await StartAsync(keys);
        await CreateAsync(first, "/");
        await first.StopAsync();
        keys.Have();

        var host = await StartBesideOnFakeClockAsync(first, keys);
        await host.PublishAsync();

        Assert.That(Vitals(host).KeyProblem, Does.Contain(nameof(InvalidOperationException)).Or.Contain(nameof(TimeoutException)));
        await StepUntilAsync(host, () => Vitals(host).EndpointsWithoutSigning == 1);
        keys.Have("k1");
        await host.WaitForAsync(all => all.Single() is { Status: DeliveryStatus.Succeeded, AttemptCount: 1 }, step: Step);
    }

    [Test]
    public async Task An_instance_with_another_key_under_the_same_id_does_not_start()
    {
        var first = await StartAsync(new TestKeys());
        await CreateAsync(first, "/");

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => StartBesideAsync(first, new TestKeys { Seed = "another" }));

        Assert.That(exception!.Message, Does.Contain("key 'k1'").And.Contain("give every instance the same keys"));
    }

    [Test]
    public async Task What_is_under_another_key_with_the_same_id_does_not_count_as_being_under_the_current_one()
    {
        var first = await StartAsync(new TestKeys());
        var other = await StartBesideAsync(first, new TestKeys { Seed = "another" });
        await CreateAsync(first, "/");

        var report = await other.Services.GetRequiredService<IWebhookSecrets>().CountAsync();

        Assert.That(report.Keys.Select(key => (key.KeyId, key.IsCurrent)), Is.EqualTo(new[] { ("k1", false) }));
        Assert.That(report.Left, Is.EqualTo(1), "Else its own key would be removed as one that nothing is under.");
    }

    [Test]
    public async Task A_value_that_looks_like_a_stored_one_cannot_be_smuggled_in()
    {
        var host = await StartAsync(new TestKeys());
        var endpoint = (await CreateAsync(host, "/")).Endpoint;
        var input = new EndpointInput { Url = endpoint.Url, Events = ["*"], Headers = new Dictionary<string, string> { ["X-Key"] = "wksealed:AAAA" } };

        var create = await Assert.ThrowsAsync<WebhookValidationException>(() => host.Endpoints.CreateAsync(input, WebhookCaller.Application));
        var update = await Assert.ThrowsAsync<WebhookValidationException>(() => host.Endpoints.UpdateAsync(endpoint.Id, input, WebhookCaller.Application));

        Assert.That(new[] { create!.Message, update!.Message }, Is.All.Contains("headers[\"X-Key\"]"));
    }
}
