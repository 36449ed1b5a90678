using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

// One instance of many on a PostgreSQL database: the library and nothing else. Its environment configures it:
// ConnectionStrings__App, and Webhooks__ with what WebhookKit's sections know.
var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = Environments.Development });
builder.Configuration.AddEnvironmentVariables();
builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
builder.Services
    .AddWebhooks(builder.Configuration.GetSection("Webhooks"))
    .UsePostgreSql(builder.Configuration.GetConnectionString("App") ?? throw new InvalidOperationException("ConnectionStrings__App is missing."));

using var host = builder.Build();
await host.StartAsync();
Console.WriteLine("Instance started");
await host.WaitForShutdownAsync();
