using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Administration;
using WebhookKit.Storage;

namespace WebhookKit.Benchmarks.Stores;

/// <summary>A store with endpoints in it and no engine at work.</summary>
internal sealed class BenchmarkStore : IAsyncDisposable
{
    public const string EventType = "order.created";

    private readonly ServiceProvider _services;

    private BenchmarkStore(StorePlace place, ServiceProvider services) => (Place, _services) = (place, services);

    public StorePlace Place { get; }

    public IReadOnlyList<EndpointId> Endpoints { get; private set; } = [];

    public IWebhookPublisher Publisher => _services.GetRequiredService<IWebhookPublisher>();

    public IDeliveryStore Deliveries => _services.GetRequiredService<IDeliveryStore>();

    public static async Task<BenchmarkStore> CreateAsync(StoreKind kind, int endpoints)
    {
        var place = await StorePlace.CreateAsync(kind);
        var services = new ServiceCollection().AddLogging();
        place.Use(services.AddWebhooks().StoreSecretsInPlaintext());
        var store = new BenchmarkStore(place, services.BuildServiceProvider());
        await store.PrepareAsync(endpoints);
        return store;
    }

    /// <summary>Queues events for all endpoints; answers their ids.</summary>
    public async Task<IReadOnlyList<EventId>> QueueAsync(int events, int payloadBytes)
    {
        var outgoing = new OutgoingEvent { Type = EventType, Payload = new byte[payloadBytes] };
        var receipts = await Publisher.PublishAsync([.. Enumerable.Repeat(outgoing, events)]);
        return [.. receipts.Select(receipt => receipt.EventId)];
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Place.DisposeAsync();
    }

    private async Task PrepareAsync(int endpoints)
    {
        await _services.GetRequiredService<IStoreSchema>().ApplyAsync();
        var administration = _services.GetRequiredService<IWebhookEndpoints>();
        var input = new EndpointInput { Url = "https://receiver.example/hooks", Events = [EventType] };
        var created = new List<EndpointId>(endpoints);
        for (var number = 0; number < endpoints; number++)
        {
            created.Add((await administration.CreateAsync(input, WebhookCaller.Application)).Endpoint.Id);
        }

        Endpoints = created;
    }
}
