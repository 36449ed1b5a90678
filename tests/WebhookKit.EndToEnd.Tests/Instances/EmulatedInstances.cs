using System.Data.Common;
using Microsoft.Data.SqlClient;
using Microsoft.Extensions.DependencyInjection;

namespace WebhookKit.EndToEnd.Tests.Instances;

/// <summary>On the emulated SQL Server.</summary>
internal sealed class EmulatedInstances(string connectionString) : InstanceDatabase(connectionString)
{
    public override string Kind => "SqlServer";

    protected override string Now => "SYSUTCDATETIME()";

    public override void Use(IWebhooksBuilder webhooks) => webhooks.UseSqlServer(ConnectionString);

    protected override DbConnection Connect() => new SqlConnection(ConnectionString);
}
