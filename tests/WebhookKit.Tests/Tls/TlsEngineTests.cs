using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Administration;
using WebhookKit.Storage;
using WebhookKit.Tests.Engine;

namespace WebhookKit.Tests.Tls;

/// <summary>Client certificates from the moment that they are given until they are shown to a server.</summary>
internal sealed class TlsEngineTests(EngineStore store) : SecretsFixture(store)
{
    private TestAuthority Authority { get; set; } = null!;

    [SetUp]
    public void MakeAuthority() => Authority = new TestAuthority();

    [TearDown]
    public void DisposeAuthority() => Authority.Dispose();

    [Test]
    public async Task Another_certificate_and_none_hold_from_the_next_attempt_on_whoever_changes_it()
    {
        await using var server = await MutualTlsServer.StartAsync(Authority.Issue("server"));
        var (first, second) = (Authority.Issue("first"), Authority.Issue("second"));
        var keys = new TestKeys();
        var delivering = await StartAsync(keys);
        var managing = await StartBesideAsync(delivering, keys, ("Hosting:Deliver", "false"));
        var created = await delivering.Endpoints.CreateAsync(Input(server.Url, File(first)), WebhookCaller.Application);

        await DeliverUntilAsync(delivering, server, TestAuthority.ThumbprintOf(first));
        await managing.Endpoints.UpdateAsync(created.Endpoint.Id, Input(server.Url, Pem(second)), WebhookCaller.Application);
        await DeliverUntilAsync(delivering, server, TestAuthority.ThumbprintOf(second));
        await managing.Endpoints.UpdateAsync(created.Endpoint.Id, Input(server.Url, client: null), WebhookCaller.Application);
        await DeliverUntilAsync(delivering, server, null);
        await DeliverAsync(delivering, server);

        // An instance goes by what it has read for up to a second and a half; it never goes back.
        var turns = server.Requests.Select(request => request.Thumbprint).Aggregate(
            new List<string?>(), (turns, seen) => turns.Count > 0 && turns[^1] == seen ? turns : [.. turns, seen]);
        Assert.That(turns, Is.EqualTo([TestAuthority.ThumbprintOf(first), TestAuthority.ThumbprintOf(second), null]));
    }

    [Test]
    public async Task The_thumbprint_keeps_the_stored_certificate_and_rotating_the_secret_does_too()
    {
        await using var server = await MutualTlsServer.StartAsync(Authority.Issue("server"));
        var client = Authority.Issue("client");
        var host = await StartAsync(new TestKeys());
        var created = await host.Endpoints.CreateAsync(Input(server.Url, File(client)), WebhookCaller.Application);
        var changed = new EndpointInput { Url = server.Url, Events = ["*"], Description = "changed", Tls = EndpointTlsInput.Keep(created.Endpoint.Tls) };

        var updated = await host.Endpoints.UpdateAsync(created.Endpoint.Id, changed, WebhookCaller.Application);
        await host.Endpoints.RotateSecretAsync(created.Endpoint.Id, new SecretRotation(), WebhookCaller.Application);
        var test = await host.Endpoints.TestAsync(created.Endpoint.Id, WebhookCaller.Application);

        Assert.That(updated!.Tls!.ClientCertificate!.Thumbprint, Is.EqualTo(TestAuthority.ThumbprintOf(client)));
        Assert.That(test!.Outcome, Is.EqualTo(AttemptOutcome.Succeeded), test.Error);
        Assert.That(server.Requests.Single().Thumbprint, Is.EqualTo(TestAuthority.ThumbprintOf(client)));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task A_delivery_waits_while_the_key_cannot_be_read_and_nothing_is_sent_without_it(bool isMissing)
    {
        await using var server = await MutualTlsServer.StartAsync(Authority.Issue("server"));
        var client = Authority.Issue("client");
        var keys = new TestKeys();
        var host = await StartAsync(keys);
        var created = await host.Endpoints.CreateAsync(Input(server.Url, File(client)), WebhookCaller.Application);
        var other = await host.Endpoints.CreateAsync(Input(server.Url, File(client), "never"), WebhookCaller.Application);
        await host.StopAsync();
        await StoreKeyAsync(host, isMissing ? default : (await StoredAsync(host, other.Endpoint.Id)).ClientKey, created.Endpoint.Id);
        host = await StartBesideOnFakeClockAsync(host, keys);

        await host.PublishAsync();
        await StepUntilAsync(host, () => Vitals(host).EndpointsWithoutSigning == 1);
        var (waiting, sent) = ((await host.WaitForAsync(_ => true)).Single(), server.Handshakes);

        // The same certificate, given anew: what is shown of it does not change.
        await host.Endpoints.UpdateAsync(created.Endpoint.Id, Input(server.Url, File(client)), WebhookCaller.Application);
        var delivered = (await host.WaitForAsync(all => all.All(one => one.Status == DeliveryStatus.Succeeded), step: Step)).Single();

        Assert.Multiple(() =>
        {
            Assert.That((waiting.Status, waiting.AttemptCount, sent), Is.EqualTo((DeliveryStatus.Pending, 0, 0)));
            Assert.That(delivered.AttemptCount, Is.EqualTo(1), "Waiting has used up no attempt.");
            Assert.That(server.Requests.Single().Thumbprint, Is.EqualTo(TestAuthority.ThumbprintOf(client)));
        });
    }

    [Test]
    public async Task The_key_of_a_certificate_that_was_replaced_does_not_pass_for_that_of_the_one_that_is_shown()
    {
        await using var server = await MutualTlsServer.StartAsync(Authority.Issue("server"));
        var host = await StartAsync(new TestKeys());
        var endpoint = (await host.Endpoints.CreateAsync(Input(server.Url, File(Authority.Issue("old"))), WebhookCaller.Application)).Endpoint.Id;
        var replaced = (await StoredAsync(host, endpoint)).ClientKey;
        await host.Endpoints.UpdateAsync(endpoint, Input(server.Url, File(Authority.Issue("new"))), WebhookCaller.Application);
        await StoreKeyAsync(host, replaced, endpoint);

        var test = await host.Endpoints.TestAsync(endpoint, WebhookCaller.Application);

        Assert.That((test!.Outcome, server.Handshakes), Is.EqualTo((AttemptOutcome.SigningUnavailable, 0)));
    }

    [Test]
    public async Task Re_encryption_covers_the_key()
    {
        await using var server = await MutualTlsServer.StartAsync(Authority.Issue("server"));
        var client = Authority.Issue("client");
        var keys = new TestKeys();
        var host = await StartAsync(keys);
        var created = await host.Endpoints.CreateAsync(Input(server.Url, File(client)), WebhookCaller.Application);
        await host.StopAsync();
        keys.Have("k1", "k2");
        host = await StartBesideAsync(host, keys);
        var secrets = host.Services.GetRequiredService<IWebhookSecrets>();

        var before = await secrets.CountAsync();
        var after = await secrets.ReencryptAsync(WebhookCaller.Application);
        await host.StopAsync();
        keys.Have("k2");
        host = await StartBesideAsync(host, keys);

        Assert.That(before.Keys.Select(key => (key.KeyId, key.Values)), Is.EqualTo([("k1", 2)]), "The secret and the key.");
        Assert.That(after.Keys.Select(key => (key.KeyId, key.Values)), Is.EqualTo([("k2", 2)]));
        Assert.That(await DeliverAsync(host, server), Is.EqualTo(TestAuthority.ThumbprintOf(client)));
        Assert.That((await host.Endpoints.FindAsync(created.Endpoint.Id, WebhookCaller.Application))!.Tls!.TrustedRoots, Is.EqualTo(Authority.Pem));
    }

    private static ClientCertificateInput File(X509Certificate2 client) => new() { Pkcs12 = TestAuthority.Pkcs12(client, "opensesame"), Password = "opensesame" };

    private static ClientCertificateInput Pem(X509Certificate2 client) => new() { Certificate = client.ExportCertificatePem(), PrivateKey = TestAuthority.KeyPem(client) };

    private EndpointInput Input(string url, ClientCertificateInput? client, string events = "*") =>
        new() { Url = url, Events = [events], Tls = new EndpointTlsInput { ClientCertificate = client, TrustedRoots = Authority.Pem } };

    /// <summary>Publishes an event, and answers whom the server saw.</summary>
    private static async Task<string?> DeliverAsync(EngineHost host, MutualTlsServer server)
    {
        var before = server.Requests.Count;
        var published = await host.PublishAsync();
        await host.WaitForAsync(all => all.Count > 0 && all.All(one => one.Status == DeliveryStatus.Succeeded), published.EventId);
        return server.Requests.Skip(before).Single().Thumbprint;
    }

    private static async Task DeliverUntilAsync(EngineHost host, MutualTlsServer server, string? thumbprint)
    {
        for (var deadline = DateTime.UtcNow + EngineHost.Patience; await DeliverAsync(host, server) != thumbprint;)
        {
            Assert.That(DateTime.UtcNow, Is.LessThan(deadline), "The server still sees another.");
        }
    }

    private static async Task StoreKeyAsync(EngineHost host, ReadOnlyMemory<byte> key, EndpointId to)
    {
        var target = await StoredAsync(host, to);
        var update = new EndpointUpdate
        {
            Record = new EndpointRecord { Endpoint = target.Endpoint, Secrets = target.Secrets, ClientKey = key },
            ExpectedRevision = target.Revision,
            Audit = new AuditEntry { Id = Guid.CreateVersion7(), At = target.Endpoint.UpdatedAt, Actor = "test", Owner = "", Action = "test", Target = to.ToString() },
        };
        Assert.That(await host.Services.GetRequiredService<IWebhookStore>().Endpoints.UpdateAsync(update), Is.Not.Null);
    }
}
