using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WebhookKit.Administration;
using WebhookKit.Dispatching;
using WebhookKit.LoadTest.Arguments;
using WebhookKit.LoadTest.Receiving;
using WebhookKit.Sending;
using WebhookKit.Storage;

namespace WebhookKit.LoadTest.Loading;

/// <summary>A host with WebhookKit in it and a store of its own. Events may be published before it is started.</summary>
internal sealed class LoadSystem : IAsyncDisposable
{
    public const string EventType = "load.event";
    private const int EndpointsAtOnce = 64;

    private readonly IHost _host;
    private readonly TemporaryDatabase _database;

    private LoadSystem(IHost host, TemporaryDatabase database)
    {
        _host = host;
        _database = database;
        Publisher = host.Services.GetRequiredService<IWebhookPublisher>();
    }

    public IWebhookPublisher Publisher { get; }

    public string ConnectionString => _database.ConnectionString;

    public static async Task<LoadSystem> CreateAsync(StoreKind store, EndpointPlan plan, ReceiverProcess receiver, int? concurrency = null, int? timeoutSeconds = null)
    {
        var database = new TemporaryDatabase();
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.SetMinimumLevel(LogLevel.Error).AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        AddWebhooks(builder.Services, store, database);
        builder.Services.Configure<DispatchOptions>(options => options.MaxConcurrency = concurrency ?? options.MaxConcurrency);
        builder.Services.Configure<SendingOptions>(options =>
            options.Timeout = timeoutSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : options.Timeout);
        builder.Services.PostConfigure<SendingOptions>(options =>
            options.ConnectTimeout = options.ConnectTimeout < options.Timeout ? options.ConnectTimeout : options.Timeout);

        var system = new LoadSystem(builder.Build(), database);
        await system._host.Services.GetRequiredService<IStoreSchema>().ApplyAsync();
        await CreateEndpointsAsync(system._host.Services, plan, receiver);
        return system;
    }

    /// <summary>Adds WebhookKit to any host of this program.</summary>
    public static void AddWebhooks(IServiceCollection services, StoreKind store, TemporaryDatabase database)
    {
        var webhooks = services.AddWebhooks();
        _ = store == StoreKind.Sqlite ? webhooks.UseSqlite(database.ConnectionString) : webhooks.UseInMemoryStore();
        services.Configure<EgressOptions>(options => options.AllowLoopback = options.AllowLoopbackOutsideDevelopment = true);
    }

    public static async Task CreateEndpointsAsync(IServiceProvider services, EndpointPlan plan, ReceiverProcess receiver)
    {
        var endpoints = services.GetRequiredService<IWebhookEndpoints>();
        foreach (var chunk in Enumerable.Range(0, plan.Endpoints).Chunk(EndpointsAtOnce))
        {
            await Task.WhenAll(chunk.Select(number => endpoints.CreateAsync(
                new EndpointInput
                {
                    Url = receiver.HookUrl(number, plan.Hangs(number)),
                    Events = [EventType],
                    Owner = plan.OwnerOf(number),
                },
                WebhookCaller.Application)));
        }
    }

    public Task StartAsync() => _host.StartAsync();

    /// <summary>How many deliveries have not ended.</summary>
    public async Task<long> CountOpenAsync()
    {
        var counts = await _host.Services.GetRequiredService<IHistoryStore>().CountAsync();
        return counts.Pending + counts.Failed;
    }

    /// <summary>Waits until every delivery has ended and its outcome is stored.</summary>
    public async Task WaitUntilDoneAsync(TimeSpan patience)
    {
        using var deadline = new CancellationTokenSource(patience);
        while (await CountOpenAsync() > 0 && !deadline.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        _database.Dispose();
    }
}
