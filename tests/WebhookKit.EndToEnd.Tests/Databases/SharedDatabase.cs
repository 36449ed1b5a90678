using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace WebhookKit.EndToEnd.Tests.Databases;

/// <summary>A database that this process shares with others.</summary>
/// <param name="kind">What the instances call it in their configuration.</param>
/// <param name="connectionString">Where it is.</param>
/// <param name="use">Chooses its store for a host.</param>
/// <param name="folder">Goes with it.</param>
internal sealed class SharedDatabase(string kind, string connectionString, Action<IWebhooksBuilder> use, TemporaryFolder? folder) : IAsyncDisposable
{
    public string Kind => kind;

    public string ConnectionString => connectionString;

    /// <summary>Starts a host of this process that publishes to endpoints on loopback and delivers nothing.</summary>
    public async Task<IHost> StartPublisherAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = Environments.Development });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Webhooks:Hosting:Deliver"] = "false",
            ["Webhooks:Egress:AllowLoopback"] = "true",
        });
        builder.Logging.ClearProviders();
        use(builder.Services.AddWebhooks(builder.Configuration.GetSection("Webhooks")));
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }

    public ValueTask DisposeAsync()
    {
        SqliteConnection.ClearAllPools();
        folder?.Dispose();
        return ValueTask.CompletedTask;
    }
}
