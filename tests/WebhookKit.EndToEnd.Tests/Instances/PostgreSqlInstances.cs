using System.Data.Common;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace WebhookKit.EndToEnd.Tests.Instances;

internal sealed class PostgreSqlInstances(string connectionString) : InstanceDatabase(connectionString)
{
    public override string Kind => "PostgreSql";

    protected override string Now => "clock_timestamp()";

    public override void Use(IWebhooksBuilder webhooks) => webhooks.UsePostgreSql(ConnectionString);

    protected override DbConnection Connect() => new NpgsqlConnection(ConnectionString);
}
