using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Administration;
using WebhookKit.Observing;
using WebhookKit.Signing;
using WebhookKit.Storage;
using WebhookKit.Testing;

namespace WebhookKit.Tests.Engine;

/// <summary>Hosts with keys that a test has in its hand, and what they store.</summary>
internal abstract class SecretsFixture(EngineStore store) : EngineFixture(store)
{
    /// <summary>How far a fake clock goes on at a time while a lane waits for its secrets.</summary>
    protected static readonly TimeSpan Step = TimeSpan.FromMilliseconds(500);

    protected CollectedNotifications Notifications { get; } = new();

    protected Task<EngineHost> StartAsync(TestKeys keys, params (string, string?)[] settings) =>
        StartHostAsync(services => services.AddSingleton<IKeyProvider>(keys).AddSingleton<IWebhookNotifier>(Notifications), settings);

    protected Task<EngineHost> StartOnFakeClockAsync(TestKeys keys, params (string, string?)[] settings) => StartHostAsync(
        services =>
        {
            UseFakeClock(services);
            services.AddSingleton<IKeyProvider>(keys).AddSingleton<IWebhookNotifier>(Notifications);
        },
        [Patient, LongLeases, .. settings]);

    protected Task<EngineHost> StartBesideOnFakeClockAsync(EngineHost other, TestKeys keys) => StartHostAsync(
        services =>
        {
            UseFakeClock(services);
            Share(services, other.Services.GetRequiredService<IWebhookStore>());
            services.AddSingleton<IKeyProvider>(keys);
        },
        Patient,
        LongLeases);

    protected Task<EngineHost> StartBesideAsync(EngineHost other, TestKeys keys, params (string, string?)[] settings) => StartHostAsync(
        services =>
        {
            Share(services, other.Services.GetRequiredService<IWebhookStore>());
            services.AddSingleton<IKeyProvider>(keys);
        },
        settings);

    protected async Task<(WebhookEndpoint Endpoint, WebhookSecret Secret)> CreateAsync(EngineHost host, string path, string owner = "")
    {
        var created = await host.Endpoints.CreateAsync(Input(Receiver.At(path).Url, owner), WebhookCaller.Application);
        return (created.Endpoint, created.Secret);
    }

    protected static EndpointInput Input(string url, string owner = "") =>
        new() { Url = url, Events = ["*"], Owner = owner, Headers = new Dictionary<string, string> { ["Authorization"] = "Bearer opensesame" } };

    protected static StoredSecret Raw(WebhookSecret secret) => new() { Id = Guid.CreateVersion7(), Protected = secret.AsSpan().ToArray(), CreatedAt = DateTimeOffset.UtcNow };

    protected static async Task<EndpointRecord> StoredAsync(EngineHost host, EndpointId id) =>
        (await host.Services.GetRequiredService<IWebhookStore>().Endpoints.FindAsync(new EndpointQuery { Id = id }))!;

    protected static async Task StoreAsync(EngineHost host, EndpointRecord record, IReadOnlyList<StoredSecret> secrets, IReadOnlyDictionary<string, string> headers)
    {
        var (was, now) = (record.Endpoint, record.Endpoint.UpdatedAt);
        var update = new EndpointUpdate
        {
            Record = new EndpointRecord
            {
                Endpoint = new WebhookEndpoint { Id = was.Id, Owner = was.Owner, Url = was.Url, Events = was.Events, Headers = headers, CreatedAt = was.CreatedAt, UpdatedAt = now },
                Secrets = secrets,
            },
            ExpectedRevision = record.Revision,
            Audit = new AuditEntry { Id = Guid.CreateVersion7(), At = now, Actor = "test", Owner = was.Owner, Action = "test", Target = was.Id.ToString() },
        };
        Assert.That(await host.Services.GetRequiredService<IWebhookStore>().Endpoints.UpdateAsync(update), Is.Not.Null);
    }

    protected static WebhookVitals Vitals(EngineHost host) => host.Services.GetRequiredService<IWebhookVitals>().Read();

    protected static bool IsSigned(ReceivedRequest request, WebhookSecret secret, EngineHost host) =>
        new WebhookVerifier([secret], host.Services.GetRequiredService<TimeProvider>(), TimeSpan.FromDays(1))
            .Verify(request.Headers["webhook-id"], request.Headers["webhook-timestamp"], request.Headers["webhook-signature"], request.Body.Span) == VerificationResult.Valid;

    protected static async Task StepUntilAsync(EngineHost host, Func<bool> condition)
    {
        var deadline = DateTime.UtcNow + EngineHost.Patience;
        while (!condition())
        {
            Assert.That(DateTime.UtcNow, Is.LessThan(deadline), "The condition did not come true in time.");
            host.Clock.Advance(Step);
            await Task.Delay(2);
        }
    }
}
