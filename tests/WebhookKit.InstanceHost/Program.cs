using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

// One instance of many on a database: the library and nothing else. Its environment configures it: ConnectionStrings__PostgreSql or
// ConnectionStrings__SqlServer, and Webhooks__ with what WebhookKit's sections know.
var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = Environments.Development });
builder.Configuration.AddEnvironmentVariables();
builder.Logging.AddSimpleConsole(console => console.SingleLine = true);

var webhooks = builder.Services.AddWebhooks(builder.Configuration.GetSection("Webhooks"));
_ = (builder.Configuration.GetConnectionString("PostgreSql"), builder.Configuration.GetConnectionString("SqlServer")) switch
{
    ({ } postgreSql, _) => webhooks.UsePostgreSql(postgreSql),
    (_, { } sqlServer) => webhooks.UseSqlServer(sqlServer),
    _ => throw new InvalidOperationException("Set ConnectionStrings__PostgreSql or ConnectionStrings__SqlServer."),
};

using var host = builder.Build();
await host.StartAsync();
Console.WriteLine("Instance started");
await host.WaitForShutdownAsync();
