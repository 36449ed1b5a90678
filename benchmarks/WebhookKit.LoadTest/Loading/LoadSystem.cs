using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using WebhookKit.Administration;
using WebhookKit.LoadTest.Databases;
using WebhookKit.LoadTest.Processes;
using WebhookKit.LoadTest.Receiving;
using WebhookKit.Storage;

namespace WebhookKit.LoadTest.Loading;

/// <summary>
/// A host with WebhookKit in it and a database of its own, and the processes that deliver beside it. Events may be published
/// before it is started.
/// </summary>
internal sealed class LoadSystem : IAsyncDisposable
{
    public const string EventType = "load.event";
    private const int EndpointsAtOnce = 64;

    private readonly IHost _host;
    private readonly IReadOnlyList<InstanceProcess> _others;
    private readonly bool _onlyOthers;
    private bool _isStarted;

    private LoadSystem(IHost host, ILoadDatabase database, IReadOnlyList<InstanceProcess> others, bool onlyOthers)
    {
        (_host, Database, _others, _onlyOthers) = (host, database, others, onlyOthers);
        Publisher = host.Services.GetRequiredService<IWebhookPublisher>();
    }

    public IWebhookPublisher Publisher { get; }

    public ILoadDatabase Database { get; }

    public IHistoryStore History => _host.Services.GetRequiredService<IHistoryStore>();

    /// <summary>The endpoints by their number.</summary>
    public IReadOnlyList<EndpointId> Endpoints { get; private set; } = [];

    /// <summary>Of all processes that publish or deliver.</summary>
    public TimeSpan CpuTime => _others.Aggregate(Environment.CpuUsage.TotalTime, (sum, other) => sum + other.CpuTime);

    /// <summary>Of the largest process that delivers.</summary>
    public long WorkingSet => _others.Select(other => other.WorkingSet).Append(_onlyOthers ? 0 : Environment.WorkingSet).Max();

    public static async Task<LoadSystem> CreateAsync(LoadRig rig, EndpointPlan plan, SystemSettings settings)
    {
        var database = await rig.Store.CreateAsync();
        var host = WebhookHost.Build(database, settings);
        await host.Services.GetRequiredService<IStoreSchema>().ApplyAsync();
        var others = await Task.WhenAll(
            Enumerable.Range(0, settings.OtherInstances).Select(_ => InstanceProcess.PrepareAsync(rig.Arguments.Store, database, settings)));
        var endpoints = await CreateEndpointsAsync(host.Services, plan, rig.Receiver);
        await database.SettleAsync();
        return new LoadSystem(host, database, others, settings.OnlyOthers) { Endpoints = endpoints };
    }

    public static async Task<IReadOnlyList<EndpointId>> CreateEndpointsAsync(IServiceProvider services, EndpointPlan plan, IReceiver receiver)
    {
        var administration = services.GetRequiredService<IWebhookEndpoints>();
        var endpoints = new List<EndpointId>(plan.Endpoints);
        foreach (var chunk in Enumerable.Range(0, plan.Endpoints).Chunk(EndpointsAtOnce))
        {
            var created = await Task.WhenAll(chunk.Select(number => administration.CreateAsync(
                new EndpointInput { Url = receiver.HookUrl(plan, number), Events = [EventType], Owner = plan.OwnerOf(number), RateLimit = plan.LimitOf(number) },
                WebhookCaller.Application)));
            endpoints.AddRange(created.Select(one => one.Endpoint.Id));
        }

        return endpoints;
    }

    public async Task StartAsync()
    {
        _isStarted = !_onlyOthers;
        await Task.WhenAll([.. _others.Select(other => other.StartAsync()), _isStarted ? _host.StartAsync() : Task.CompletedTask]);
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
        foreach (var other in _others)
        {
            await other.DisposeAsync();
        }

        if (_isStarted)
        {
            await _host.StopAsync();
        }

        await ((IAsyncDisposable)_host).DisposeAsync();
        await Database.DisposeAsync();
    }

    private async Task<long> CountOpenAsync()
    {
        var counts = await History.CountAsync();
        return counts.Pending + counts.Failed;
    }
}
