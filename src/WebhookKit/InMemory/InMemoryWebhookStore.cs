using WebhookKit.Storage;

namespace WebhookKit.InMemory;

/// <summary>Keeps everything in this process and loses it with it: for tests and first steps.</summary>
internal sealed class InMemoryWebhookStore : IWebhookStore
{
    public InMemoryWebhookStore(TimeProvider timeProvider)
    {
        var state = new InMemoryState(timeProvider);
        Outbox = new InMemoryOutboxStore(state);
        Leases = new InMemoryLeaseStore(timeProvider);
        Rates = new InMemoryRateStore();
        Deliveries = new InMemoryDeliveryStore(state);
        Endpoints = new InMemoryEndpointStore(state);
        Commands = new InMemoryDeliveryCommandStore(state);
        Jobs = new InMemoryJobStore(state);
        History = new InMemoryHistoryStore(state);
        Retention = new InMemoryRetentionStore(state);
        Audit = new InMemoryAuditStore(state);
        Schema = new InMemoryStoreSchema();
    }

    public string Name => "in-memory";

    public bool IsDurable => false;

    public IOutboxStore Outbox { get; }

    public ILeaseStore Leases { get; }

    public IRateStore Rates { get; }

    public IDeliveryStore Deliveries { get; }

    public IEndpointStore Endpoints { get; }

    public IDeliveryCommandStore Commands { get; }

    public IJobStore Jobs { get; }

    public IHistoryStore History { get; }

    public IRetentionStore Retention { get; }

    public IAuditStore Audit { get; }

    public IStoreSchema Schema { get; }
}
