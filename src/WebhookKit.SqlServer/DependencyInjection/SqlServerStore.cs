using Microsoft.Extensions.Options;
using WebhookKit.SqlServer.Commands;
using WebhookKit.SqlServer.Connections;
using WebhookKit.SqlServer.Deliveries;
using WebhookKit.SqlServer.Endpoints;
using WebhookKit.SqlServer.History;
using WebhookKit.SqlServer.Jobs;
using WebhookKit.SqlServer.Leases;
using WebhookKit.SqlServer.Outbox;
using WebhookKit.SqlServer.Rates;
using WebhookKit.SqlServer.Retention;
using WebhookKit.SqlServer.Schema;
using WebhookKit.Storage;

namespace WebhookKit.SqlServer.DependencyInjection;

/// <summary>All seams over one database.</summary>
internal sealed class SqlServerStore : IWebhookStore
{
    public SqlServerStore(IOptions<SqlServerStoreOptions> options)
    {
        var database = new SqlServerDatabase(options.Value);

        Outbox = new SqlServerOutbox(database);
        Leases = new SqlServerLeases(database);
        Rates = new SqlServerRates(database);
        Deliveries = new SqlServerDeliveries(database);
        Endpoints = new SqlServerEndpoints(database);
        Commands = new SqlServerDeliveryCommands(database);
        Jobs = new SqlServerJobs(database);
        History = new SqlServerHistory(database);
        Retention = new SqlServerRetention(database);
        Audit = new SqlServerAudit(database);
        Schema = new SqlServerSchema(database);
    }

    public string Name => "SQL Server";

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
}
