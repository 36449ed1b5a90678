using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Administration;
using WebhookKit.Storage;

namespace WebhookKit.Benchmarks.Stores;

/// <summary>A store with endpoints in it and no engine at work.</summary>
internal sealed class BenchmarkStore : IDisposable
{
    public const string EventType = "order.created";

    private readonly ServiceProvider _services;
    private readonly DirectoryInfo? _folder;

    private BenchmarkStore(ServiceProvider services, DirectoryInfo? folder) => (_services, _folder) = (services, folder);

    public IReadOnlyList<EndpointId> Endpoints { get; private set; } = [];

    public string ConnectionString => ConnectionStringIn(_folder ?? throw new InvalidOperationException("The store has no file."));

    public IWebhookPublisher Publisher => _services.GetRequiredService<IWebhookPublisher>();

    public IOutboxStore Outbox => _services.GetRequiredService<IOutboxStore>();

    public IDeliveryStore Deliveries => _services.GetRequiredService<IDeliveryStore>();

    public static BenchmarkStore Sqlite(int endpoints)
    {
        var folder = Directory.CreateTempSubdirectory("webhookkit-benchmark-");
        return Create(webhooks => webhooks.UseSqlite(ConnectionStringIn(folder)), folder, endpoints);
    }

    public static BenchmarkStore InMemory(int endpoints) => Create(webhooks => webhooks.UseInMemoryStore(), folder: null, endpoints);

    /// <summary>Queues events for all endpoints; answers their ids.</summary>
    public IReadOnlyList<EventId> Queue(int events, int payloadBytes)
    {
        var outgoing = new OutgoingEvent { Type = EventType, Payload = new byte[payloadBytes] };
        return [.. Publisher.PublishAsync([.. Enumerable.Repeat(outgoing, events)]).GetAwaiter().GetResult().Select(receipt => receipt.EventId)];
    }

    public void Dispose()
    {
        _services.Dispose();
        _folder?.Delete(recursive: true);
    }

    private static string ConnectionStringIn(DirectoryInfo folder) => $"Data Source={Path.Combine(folder.FullName, "benchmark.sqlite")};Pooling=False";

    private static BenchmarkStore Create(Action<IWebhooksBuilder> choose, DirectoryInfo? folder, int endpoints)
    {
        var services = new ServiceCollection().AddLogging();
        choose(services.AddWebhooks());
        var store = new BenchmarkStore(services.BuildServiceProvider(), folder);
        store.PrepareAsync(endpoints).GetAwaiter().GetResult();
        return store;
    }

    private async Task PrepareAsync(int endpoints)
    {
        await _services.GetRequiredService<IStoreSchema>().ApplyAsync();
        var administration = _services.GetRequiredService<IWebhookEndpoints>();
        var input = new EndpointInput { Url = "https://receiver.example/hooks", Events = [EventType] };
        var created = await Task.WhenAll(Enumerable.Range(0, endpoints).Select(_ => administration.CreateAsync(input, WebhookCaller.Application)));
        Endpoints = [.. created.Select(one => one.Endpoint.Id)];
    }
}
