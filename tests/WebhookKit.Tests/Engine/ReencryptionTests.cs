using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Administration;
using WebhookKit.Storage;

namespace WebhookKit.Tests.Engine;

/// <summary>Keys that are replaced, and plaintext that is encrypted, while the work goes on.</summary>
internal sealed class ReencryptionTests(EngineStore store) : SecretsFixture(store)
{
    [Test]
    public async Task What_was_stored_in_plaintext_is_read_and_encrypted_and_the_old_key_can_go()
    {
        var first = await StartHostAsync();
        var (endpoint, secret) = await CreateAsync(first, "/");
        var stored = await StoredAsync(first, endpoint.Id);
        var plain = stored.Secrets.Single().Protected.ToArray();
        Assert.That(plain[..4], Is.EqualTo("WKS\0"u8.ToArray()), "Development, without a key.");
        Assert.That(plain.AsSpan().IndexOf(secret.AsSpan()), Is.Positive);
        var before = await CreateAsync(first, "/before");
        await StoreAsync(first, await StoredAsync(first, before.Endpoint.Id), [Raw(before.Secret)], new Dictionary<string, string> { ["Authorization"] = "Bearer opensesame" });
        await first.StopAsync();
        var keys = new TestKeys();
        var host = await StartBesideAsync(first, keys);
        var secrets = host.Services.GetRequiredService<IWebhookSecrets>();

        var counted = await secrets.CountAsync();
        await host.PublishAsync();
        await host.WaitForAsync(all => all.Count == 2 && all.All(delivery => delivery.Status == DeliveryStatus.Succeeded));
        var done = await secrets.ReencryptAsync(WebhookCaller.Application);
        var again = await secrets.ReencryptAsync(WebhookCaller.Application);
        await host.PublishAsync();
        await host.WaitForAsync(all => all.Count == 4 && all.All(delivery => delivery.Status == DeliveryStatus.Succeeded));

        Assert.Multiple(async () =>
        {
            Assert.That(counted.Keys.Select(key => (key.KeyId, key.IsCurrent, key.Endpoints, key.Values)), Is.EqualTo(new[] { ("(plaintext)", false, 2, 4) }));
            Assert.That((counted.Left, counted.Reencrypted), Is.EqualTo((2, 0)));
            Assert.That((done.Left, done.Reencrypted, done.Unreadable), Is.EqualTo((0, 2, 0)));
            Assert.That(done.Keys.Select(key => (key.KeyId, key.IsCurrent, key.Endpoints, key.Values)), Is.EqualTo(new[] { ("k1", true, 2, 4) }));
            Assert.That(again.Reencrypted, Is.Zero);
            Assert.That((await StoredAsync(host, before.Endpoint.Id)).Endpoint.Headers["Authorization"], Does.StartWith("wksealed:"));
            Assert.That(Receiver.Requests.Select(request => IsSigned(request, secret, host) || IsSigned(request, before.Secret, host)), Is.All.True);
            Assert.That(Receiver.Requests.Select(request => request.Headers["Authorization"]), Is.All.EqualTo("Bearer opensesame"));
        });
    }

    [Test]
    public async Task An_endpoint_whose_key_is_lost_can_be_looked_at_and_given_a_new_secret()
    {
        var keys = new TestKeys();
        var first = await StartAsync(keys);
        var endpoint = (await CreateAsync(first, "/")).Endpoint;
        await first.StopAsync();
        var lost = new TestKeys();
        lost.Have("k2");
        var host = await StartBesideOnFakeClockAsync(first, lost);
        await host.PublishAsync();
        await StepUntilAsync(host, () => Vitals(host).EndpointsWithoutSigning == 1);

        var report = await host.Services.GetRequiredService<IWebhookSecrets>().ReencryptAsync(WebhookCaller.Application);
        var rotated = await host.Endpoints.RotateSecretAsync(endpoint.Id, new SecretRotation { Overlap = TimeSpan.Zero }, WebhookCaller.Application);
        await host.Endpoints.UpdateAsync(endpoint.Id, Input(Receiver.At("/").Url), WebhookCaller.Application);
        await host.WaitForAsync(all => all.Single() is { Status: DeliveryStatus.Succeeded, AttemptCount: 1 }, step: Step);

        Assert.Multiple(() =>
        {
            Assert.That((report.Left, report.Reencrypted, report.Unreadable), Is.EqualTo((1, 0, 1)));
            Assert.That(IsSigned(Receiver.Requests.Single(), rotated!.Secret, host), Is.True);
        });
    }

    [Test]
    public async Task An_expired_secret_whose_key_is_lost_is_removed_and_the_rest_re_encrypted()
    {
        var first = await StartAsync(new TestKeys());
        var (endpoint, secret) = await CreateAsync(first, "/");
        var old = (await StoredAsync(first, endpoint.Id)).Secrets.Single();
        await first.StopAsync();
        var keys = new TestKeys();
        keys.Have("k2");
        var host = await StartBesideAsync(first, keys);
        var rotated = await host.Endpoints.RotateSecretAsync(endpoint.Id, new SecretRotation { Overlap = TimeSpan.Zero }, WebhookCaller.Application);
        await host.Endpoints.UpdateAsync(endpoint.Id, Input(Receiver.At("/").Url), WebhookCaller.Application);
        var stored = await StoredAsync(host, endpoint.Id);
        await StoreAsync(host, stored, [.. stored.Secrets, Ending(old, DateTimeOffset.UtcNow.AddHours(1))], stored.Endpoint.Headers);
        var secrets = host.Services.GetRequiredService<IWebhookSecrets>();

        var inForce = await secrets.ReencryptAsync(WebhookCaller.Application);
        stored = await StoredAsync(host, endpoint.Id);
        await StoreAsync(host, stored, [stored.Secrets[0], Ending(old, DateTimeOffset.UtcNow.AddSeconds(-1))], stored.Endpoint.Headers);
        var test = await host.Endpoints.TestAsync(endpoint.Id, WebhookCaller.Application);
        var expired = await secrets.ReencryptAsync(WebhookCaller.Application);
        await host.PublishAsync();
        await host.WaitForAsync(all => all.Single().Status == DeliveryStatus.Succeeded);

        var audit = await host.Services.GetRequiredService<IAuditStore>().ListAsync(new AuditListQuery { Target = endpoint.Id.ToString(), Limit = 1 });
        Assert.Multiple(() =>
        {
            Assert.That((inForce.Left, inForce.Reencrypted, inForce.Unreadable, inForce.Removed), Is.EqualTo((1, 0, 1, 0)), "A receiver may know just that one.");
            Assert.That((expired.Left, expired.Reencrypted, expired.Unreadable, expired.Removed), Is.EqualTo((0, 1, 0, 1)));
            Assert.That(expired.Keys.Select(key => (key.KeyId, key.Values)), Is.EqualTo(new[] { ("k2", 2) }));
            Assert.That(audit.Items.Single().Changes.Select(change => (change.Field, change.Before, change.After)), Is.EqualTo(new[] { ("secret", "1 expired and unreadable", (string?)null) }));
            Assert.That(test!.Outcome, Is.EqualTo(AttemptOutcome.Succeeded), "It is not needed to sign.");
            Assert.That(Receiver.Requests.Select(request => (IsSigned(request, rotated!.Secret, host), IsSigned(request, secret, host))), Is.EqualTo(new[] { (true, false), (true, false) }));
        });
    }

    [Test]
    public async Task What_is_re_encrypted_keeps_its_order_and_its_end()
    {
        var keys = new TestKeys();
        var host = await StartOnFakeClockAsync(keys);
        var ids = new[] { (await CreateAsync(host, "/one")).Endpoint.Id, (await CreateAsync(host, "/two")).Endpoint.Id, (await CreateAsync(host, "/three")).Endpoint.Id };
        await host.Endpoints.RotateSecretAsync(ids[0], new SecretRotation { Overlap = TimeSpan.FromHours(1) }, WebhookCaller.Application);
        var before = await TimesAsync(host, ids[0]);
        keys.Have("k1", "k2");
        host.Clock.Advance(TimeSpan.FromSeconds(31));
        var secrets = host.Services.GetRequiredService<IWebhookSecrets>();

        var some = await secrets.ReencryptAsync(WebhookCaller.Application, limit: 2);
        var rest = await secrets.ReencryptAsync(WebhookCaller.Application, limit: 2);

        Assert.That((some.Left, some.Reencrypted, rest.Left, rest.Reencrypted), Is.EqualTo((1, 2, 0, 1)));
        Assert.That(await TimesAsync(host, ids[0]), Is.EqualTo(before));
        Assert.That(before.Select(secret => secret.ExpiresAt is null), Is.EqualTo(new[] { true, false }));
    }

    /// <summary>Some endpoints by default; <c>WEBHOOKKIT_TEST_KEY_SIZE</c> makes them so many.</summary>
    [Test]
    public async Task A_key_is_replaced_while_deliveries_are_made_and_secrets_are_rotated()
    {
        var size = int.Parse(Environment.GetEnvironmentVariable("WEBHOOKKIT_TEST_KEY_SIZE") ?? "60", CultureInfo.InvariantCulture);
        var keys = new TestKeys();
        var host = await StartAsync(keys);
        var known = new ConcurrentDictionary<string, WebhookSecret[]>();
        var endpoints = new List<WebhookEndpoint>();
        for (var number = 0; number < size; number++)
        {
            var (endpoint, secret) = await CreateAsync(host, $"/{number}");
            known[$"/{number}"] = [secret];
            endpoints.Add(endpoint);
        }

        await host.StopAsync();
        keys.Have("k1", "k2");
        host = await StartBesideAsync(host, keys);
        var secrets = host.Services.GetRequiredService<IWebhookSecrets>();
        using var stopping = new CancellationTokenSource();
        var publishing = PublishAsync(host, stopping.Token);
        var rotating = RotateAsync(host, endpoints, known);
        SecretKeyReport report;
        do
        {
            report = await secrets.ReencryptAsync(WebhookCaller.Application, limit: Math.Max(25, size / 10));
        }
        while (report.Left > 0);

        await rotating;
        await stopping.CancelAsync();
        await publishing;
        var counted = await secrets.CountAsync();
        await host.StopAsync();
        keys.Have("k2");
        host = await StartBesideAsync(host, keys);
        await host.PublishAsync();
        await WaitUntilNothingWaitsAsync(host);

        Assert.Multiple(() =>
        {
            Assert.That(counted.Keys.Select(key => (key.KeyId, key.IsCurrent, key.Endpoints)), Is.EqualTo(new[] { ("k2", true, size) }));
            Assert.That(Receiver.Requests.Count(request => !known[request.Path].Any(secret => IsSigned(request, secret, host))), Is.Zero, "Refused.");
            Assert.That(known.Count(path => path.Value.Length == 2), Is.EqualTo((size + 2) / 3), "Rotated.");
        });
    }

    private static async Task<(Guid Id, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt)[]> TimesAsync(EngineHost host, EndpointId endpoint) =>
        [.. (await StoredAsync(host, endpoint)).Secrets.Select(secret => (secret.Id, secret.CreatedAt, secret.ExpiresAt))];

    private static StoredSecret Ending(StoredSecret secret, DateTimeOffset at) =>
        new() { Id = secret.Id, Protected = secret.Protected, CreatedAt = secret.CreatedAt, ExpiresAt = at };

    private static async Task PublishAsync(EngineHost host, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            await host.PublishAsync();
            await WaitUntilNothingWaitsAsync(host);
        }
    }

    // Every third is rotated with an overlap: both secrets sign from then on.
    private static async Task RotateAsync(EngineHost host, List<WebhookEndpoint> endpoints, ConcurrentDictionary<string, WebhookSecret[]> known)
    {
        for (var number = 0; number < endpoints.Count; number += 3)
        {
            var next = WebhookSecret.Generate();
            known[$"/{number}"] = [.. known[$"/{number}"], next];
            await host.Endpoints.RotateSecretAsync(
                endpoints[number].Id, new SecretRotation { Secret = next, Overlap = TimeSpan.FromHours(1) }, WebhookCaller.Application);
        }
    }

    private static async Task WaitUntilNothingWaitsAsync(EngineHost host)
    {
        var deadline = DateTime.UtcNow + EngineHost.Patience;
        for (var counts = await host.History.CountAsync(); counts.Pending + counts.Failed > 0; counts = await host.History.CountAsync())
        {
            Assert.That(DateTime.UtcNow, Is.LessThan(deadline), $"{counts.Pending} pending, {counts.Failed} failed.");
            await Task.Delay(10);
        }
    }
}
