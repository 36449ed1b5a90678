using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WebhookKit.InstanceHost;

if (args is ["egress", .. var addresses])
{
    await new EgressProbe(Array.ConvertAll(addresses, IPAddress.Parse)).RunAsync();
    return;
}

// One instance of many on a database: the library and nothing else. Its environment configures it: ConnectionStrings__PostgreSql,
// ConnectionStrings__SqlServer or ConnectionStrings__Sqlite, and Webhooks__ with what WebhookKit's sections know.
var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = Environments.Development });
builder.Configuration.AddEnvironmentVariables();
builder.Logging.AddSimpleConsole(console => console.SingleLine = true);

var webhooks = builder.Services.AddWebhooks(builder.Configuration.GetSection("Webhooks"));
var configuration = builder.Configuration;
_ = (configuration.GetConnectionString("PostgreSql"), configuration.GetConnectionString("SqlServer"), configuration.GetConnectionString("Sqlite")) switch
{
    ({ } postgreSql, _, _) => webhooks.UsePostgreSql(postgreSql),
    (_, { } sqlServer, _) => webhooks.UseSqlServer(sqlServer),
    (_, _, { } sqlite) => webhooks.UseSqlite(sqlite),
    _ => throw new InvalidOperationException("Set ConnectionStrings__PostgreSql, ConnectionStrings__SqlServer or ConnectionStrings__Sqlite."),
};

using var host = builder.Build();
await host.StartAsync();
Console.WriteLine("Instance started");
await host.WaitForShutdownAsync();
