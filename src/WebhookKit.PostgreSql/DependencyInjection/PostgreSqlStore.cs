using Microsoft.Extensions.Options;
using WebhookKit.PostgreSql.Commands;
using WebhookKit.PostgreSql.Connections;
using WebhookKit.PostgreSql.Deliveries;
using WebhookKit.PostgreSql.Endpoints;
using WebhookKit.PostgreSql.History;
using WebhookKit.PostgreSql.Jobs;
using WebhookKit.PostgreSql.Leases;
using WebhookKit.PostgreSql.Notifications;
using WebhookKit.PostgreSql.Outbox;
using WebhookKit.PostgreSql.Rates;
using WebhookKit.PostgreSql.Retention;
using WebhookKit.PostgreSql.Schema;
using WebhookKit.Storage;

namespace WebhookKit.PostgreSql.DependencyInjection;

/// <summary>All seams over one database.</summary>
internal sealed class PostgreSqlStore : IWebhookStore, IDisposable, IAsyncDisposable
{
    private readonly PostgreSqlDatabase _database;

    public PostgreSqlStore(IOptions<PostgreSqlStoreOptions> options, TimeProvider clock)
    {
        _database = new PostgreSqlDatabase(options.Value, clock);

        Outbox = new PostgreSqlOutbox(_database);
        Leases = new PostgreSqlLeases(_database);
        Rates = new PostgreSqlRates(_database);
        Deliveries = new PostgreSqlDeliveries(_database);
        Endpoints = new PostgreSqlEndpoints(_database);
        Commands = new PostgreSqlDeliveryCommands(_database);
        Jobs = new PostgreSqlJobs(_database);
        History = new PostgreSqlHistory(_database);
        Retention = new PostgreSqlRetention(_database);
        Audit = new PostgreSqlAudit(_database);
        Schema = new PostgreSqlSchema(_database);
        Notifications = _database.Notifies ? new PostgreSqlNotifications(_database) : null;
    }

    public string Name => "PostgreSQL";

    public bool IsDurable => true;

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

    public IDeliveryNotifications? Notifications { get; }

    public void Dispose() => _database.Dispose();

    public ValueTask DisposeAsync() => _database.DisposeAsync();
}
