using Microsoft.Extensions.Options;
using WebhookKit.Sqlite.Commands;
using WebhookKit.Sqlite.Connections;
using WebhookKit.Sqlite.Deliveries;
using WebhookKit.Sqlite.Endpoints;
using WebhookKit.Sqlite.History;
using WebhookKit.Sqlite.Jobs;
using WebhookKit.Sqlite.Leases;
using WebhookKit.Sqlite.Outbox;
using WebhookKit.Sqlite.Rates;
using WebhookKit.Sqlite.Retention;
using WebhookKit.Sqlite.Schema;
using WebhookKit.Storage;

namespace WebhookKit.Sqlite.DependencyInjection;

/// <summary>All seams over one database file: many readers, one writer.</summary>
internal sealed class SqliteStore : IWebhookStore, IDisposable
{
    private readonly SqliteReaders _readers;
    private readonly SqliteWriter _writer;

    public SqliteStore(IOptions<SqliteStoreOptions> options)
    {
        var database = new SqliteDatabase(options.Value);
        _readers = new SqliteReaders(database);
        _writer = new SqliteWriter(database);

        Outbox = new SqliteOutbox(database, _writer);
        Leases = new SqliteLeases(database, _readers, _writer);
        Rates = new SqliteRates(database, _writer);
        Deliveries = new SqliteDeliveries(database, _readers, _writer);
        Endpoints = new SqliteEndpoints(database, _readers, _writer);
        Commands = new SqliteDeliveryCommands(database, _writer);
        Jobs = new SqliteJobs(database, _readers, _writer);
        History = new SqliteHistory(database, _readers);
        Retention = new SqliteRetention(database, _readers, _writer);
        Audit = new SqliteAudit(database, _readers, _writer);
        Schema = new SqliteSchema(database, _readers, _writer);
    }

    public string Name => "SQLite";

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

    /// <summary>Finishes the writes that wait, and closes the file.</summary>
    public void Dispose()
    {
        _writer.Dispose();
        _readers.Dispose();
    }
}
