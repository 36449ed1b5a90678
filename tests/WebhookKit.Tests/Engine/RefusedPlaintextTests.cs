using System.Text;
using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Administration;

namespace WebhookKit.Tests.Engine;

/// <summary>With <c>Secrets:ReadPlaintext</c> off, what somebody writes into the database is not sent.</summary>
internal sealed class RefusedPlaintextTests(EngineStore store) : SecretsFixture(store)
{
    private static readonly (string, string?) Refusing = ("Secrets:ReadPlaintext", "false");

    private static readonly Dictionary<string, string> Written = new() { ["Authorization"] = "Bearer evil" };

    [Test]
    public async Task A_header_value_in_plaintext_is_refused_as_a_secret_is_until_it_is_saved_anew()
    {
        var keys = new TestKeys();
        var host = await StartOnFakeClockAsync(keys, Refusing);
        var (endpoint, secret) = await CreateAsync(host, "/");
        var stored = await StoredAsync(host, endpoint.Id);
        await StoreAsync(host, stored, stored.Secrets, Written);

        await host.PublishAsync();
        await StepUntilAsync(host, () => Vitals(host).EndpointsWithoutSigning == 1);
        var test = await host.Endpoints.TestAsync(endpoint.Id, WebhookCaller.Application);
        var waiting = await host.WaitForAsync(all => all.Count == 1);
        var explained = await host.Deliveries.ExplainAsync(waiting[0].Id, WebhookCaller.Application);
        var report = await host.Services.GetRequiredService<IWebhookSecrets>().ReencryptAsync(WebhookCaller.Application);
        var sent = Receiver.Requests.Count;
        await host.Endpoints.UpdateAsync(endpoint.Id, Input(endpoint.Url), WebhookCaller.Application);
        await host.WaitForAsync(all => all.Single().Status == DeliveryStatus.Succeeded, step: TimeSpan.FromMilliseconds(100));

        Assert.Multiple(() =>
        {
            Assert.That((waiting[0].Status, waiting[0].AttemptCount, sent), Is.EqualTo((DeliveryStatus.Pending, 0, 0)));
            Assert.That((test!.Outcome, explained!.WaitsFor), Is.EqualTo((AttemptOutcome.SigningUnavailable, (DeliveryWait?)DeliveryWait.Signing)));
            Assert.That((report.Left, report.Reencrypted, report.Unreadable), Is.EqualTo((1, 0, 1)));
            Assert.That(Receiver.Requests.Single().Headers["Authorization"], Is.EqualTo("Bearer opensesame"));
            Assert.That(IsSigned(Receiver.Requests.Single(), secret, host), Is.True);
        });
    }

    [Test]
    public async Task Changing_something_else_does_not_make_it_a_sealed_one_and_switched_on_it_can_be_read()
    {
        var keys = new TestKeys();
        var first = await StartAsync(keys, Refusing);
        var endpoint = (await CreateAsync(first, "/")).Endpoint;
        var stored = await StoredAsync(first, endpoint.Id);
        await StoreAsync(first, stored, stored.Secrets, Written);

        var shown = await first.Endpoints.FindAsync(endpoint.Id, WebhookCaller.Application);
        await first.Endpoints.UpdateAsync(
            endpoint.Id, new EndpointInput { Url = endpoint.Url, Events = ["*"], Description = "another", Headers = shown!.Headers }, WebhookCaller.Application);
        await first.Endpoints.RotateSecretAsync(endpoint.Id, new SecretRotation(), WebhookCaller.Application);
        var test = await first.Endpoints.TestAsync(endpoint.Id, WebhookCaller.Application);
        var counted = await first.Services.GetRequiredService<IWebhookSecrets>().CountAsync();
        await first.StopAsync();
        var host = await StartBesideAsync(first, keys);
        var report = await host.Services.GetRequiredService<IWebhookSecrets>().ReencryptAsync(WebhookCaller.Application);

        Assert.Multiple(async () =>
        {
            Assert.That(test!.Outcome, Is.EqualTo(AttemptOutcome.SigningUnavailable));
            Assert.That(counted.Keys.Select(key => (key.KeyId, key.Values)), Is.EqualTo(new[] { ("(plaintext)", 1), ("k1", 2) }));
            Assert.That((report.Left, report.Reencrypted), Is.EqualTo((0, 1)));
            Assert.That((await host.Endpoints.FindAsync(endpoint.Id, WebhookCaller.Application))!.Headers, Is.EqualTo(Written));
        });
    }

    [Test]
    public async Task A_sealed_header_is_tested_with_and_sent()
    {
        var host = await StartAsync(new TestKeys(), Refusing);
        var (endpoint, secret) = await CreateAsync(host, "/");

        var test = await host.Endpoints.TestAsync(endpoint.Id, WebhookCaller.Application);
        await host.PublishAsync();
        await host.WaitForAsync(all => all.Single().Status == DeliveryStatus.Succeeded);

        Assert.That(test!.Outcome, Is.EqualTo(AttemptOutcome.Succeeded));
        Assert.That(Receiver.Requests.Select(request => request.Headers["Authorization"]), Is.EqualTo(new[] { "Bearer opensesame", "Bearer opensesame" }));
        Assert.That(Receiver.Requests.Select(request => IsSigned(request, secret, host)), Is.All.True);
    }

    [Test]
    public async Task A_secret_in_plaintext_is_refused()
    {
        var host = await StartAsync(new TestKeys(), Refusing);
        var endpoint = (await CreateAsync(host, "/")).Endpoint;
        var stored = await StoredAsync(host, endpoint.Id);
        await StoreAsync(host, stored, [Raw(WebhookSecret.FromBytes(Encoding.ASCII.GetBytes("a secret of somebody who writes")))], stored.Endpoint.Headers);

        var test = await host.Endpoints.TestAsync(endpoint.Id, WebhookCaller.Application);

        Assert.That((test!.Outcome, Receiver.Requests.Count), Is.EqualTo((AttemptOutcome.SigningUnavailable, 0)));
    }
}
