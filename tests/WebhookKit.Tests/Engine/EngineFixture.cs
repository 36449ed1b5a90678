using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using WebhookKit.Storage;
using WebhookKit.Testing;

namespace WebhookKit.Tests.Engine;

/// <summary>A fresh database, or a schema of one, and a receiver for every test, on each store. Classes run beside each other: most of their time is waiting.</summary>
[TestFixture(EngineStore.InMemory)]
[TestFixture(EngineStore.Sqlite)]
[TestFixture(EngineStore.PostgreSql)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[Parallelizable(ParallelScope.Self)]
internal abstract class EngineFixture(EngineStore store)
{
    /// <summary>Leases that outlast minutes of a clock that goes on in larger steps than there is time to renew them in.</summary>
    protected static readonly (string, string?) LongLeases = ("Leasing:Duration", "00:10:00");

    /// <summary>Requests that do not time out by a clock that goes on in large steps while they are under way.</summary>
    protected static readonly (string, string?) Patient = ("Sending:Timeout", "00:05:00");

    private readonly List<EngineHost> _hosts = [];
    private EngineDatabase _database = null!;

    protected WebhookReceiver Receiver { get; private set; } = null!;

    [SetUp]
    public async Task StartReceiverAsync()
    {
        _database = await EngineDatabase.CreateAsync(store, isSchema: true);
        Receiver = await WebhookReceiver.StartAsync();
    }

    [TearDown]
    public async Task StopAsync()
    {
        foreach (var host in _hosts)
        {
            await host.DisposeAsync();
        }

        await Receiver.DisposeAsync();
        _database.Dispose();
    }

    private void UseStoreUnlessShared(IWebhooksBuilder builder)
    {
        if (!builder.Services.Any(service => service.ServiceType == typeof(IWebhookStore)))
        {
            _database.Use(builder);
        }
    }

    protected Task<EngineHost> StartHostAsync(params (string Name, string? Value)[] settings) => StartHostAsync(_ => { }, settings);

    /// <summary>Builds a host that the test starts, and disposes of, by itself.</summary>
    protected EngineHost BuildHost(Action<IServiceCollection> configure) => EngineHost.Build(UseStoreUnlessShared, configure: configure);

    protected async Task<EngineHost> StartHostAsync(Action<IServiceCollection> configure, params (string Name, string? Value)[] settings)
    {
        var host = await EngineHost.StartAsync(UseStoreUnlessShared, settings.ToDictionary(setting => setting.Name, setting => setting.Value), configure);
        _hosts.Add(host);
        return host;
    }

    /// <summary>Starts a host whose reads and records can be made to fail.</summary>
    protected Task<EngineHost> StartOnFaultyStoreAsync(Action<IServiceCollection> configure, params (string Name, string? Value)[] settings) => StartHostAsync(
        services =>
        {
            services.AddSingleton(provider => new FaultyDeliveryStore(provider.GetRequiredService<IWebhookStore>().Deliveries));
            services.AddSingleton<IDeliveryStore>(provider => provider.GetRequiredService<FaultyDeliveryStore>());
            configure(services);
        },
        settings);

    protected Task<EngineHost> StartOnFaultyStoreAsync(params (string Name, string? Value)[] settings) => StartOnFaultyStoreAsync(_ => { }, settings);

    /// <summary>Has a host go by a clock that only the test moves, and the database, too.</summary>
    protected static void UseFakeClock(IServiceCollection services)
    {
        services.AddSingleton<TimeProvider>(new FakeTimeProvider(DateTimeOffset.UtcNow));
        services.AddSingleton<ILeaseStore>(provider =>
            new LeasesByClock(provider.GetRequiredService<IWebhookStore>().Leases, provider.GetRequiredService<TimeProvider>()));
    }

    /// <summary>Starts a host with a clock of its own on the database of the test, whose clock is right.</summary>
    protected Task<EngineHost> StartOnClockAsync(TimeProvider clock, params (string Name, string? Value)[] settings) =>
        StartOnClockAsync(clock, _ => { }, settings);

    protected Task<EngineHost> StartOnClockAsync(TimeProvider clock, Action<IServiceCollection> configure, params (string Name, string? Value)[] settings)
    {
        if (_hosts.Count == 0)
        {
            _hosts.Add(EngineHost.Build(_database.Use));
        }

        return StartHostAsync(
            services =>
            {
                Share(services, _hosts[0].Services.GetRequiredService<IWebhookStore>());
                services.AddSingleton(clock);
                configure(services);
            },
            settings);
    }

    // Two processes share a database; two hosts in one process can share the store in memory.
    protected static void Share(IServiceCollection services, IWebhookStore store)
    {
        if (!store.IsDurable)
        {
            services.AddSingleton(store);
        }
    }
}
