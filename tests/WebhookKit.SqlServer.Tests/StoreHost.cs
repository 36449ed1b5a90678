using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WebhookKit.Administration;
using WebhookKit.Storage;

namespace WebhookKit.SqlServer.Tests;

/// <summary>An application with the whole library in it, as a user would build it, allowed to deliver to loopback.</summary>
internal sealed class StoreHost : IAsyncDisposable, ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _log = new();
    private readonly IHost _host;

    private StoreHost(Action<SqlServerStoreOptions> configure, IEnumerable<(string Name, string Value)> settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = Environments.Development });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Webhooks:Egress:AllowLoopback"] = "true" });
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create<string, string?>("Webhooks:" + setting.Name, setting.Value)));
        builder.Logging.AddProvider(this);
        builder.Services.AddWebhooks(builder.Configuration.GetSection("Webhooks")).UseSqlServer(configure);
        _host = builder.Build();
    }

    public IWebhookPublisher Publisher => _host.Services.GetRequiredService<IWebhookPublisher>();

    public IWebhookEndpoints Endpoints => _host.Services.GetRequiredService<IWebhookEndpoints>();

    public IWebhookDeliveries Deliveries => _host.Services.GetRequiredService<IWebhookDeliveries>();

    public IHistoryStore History => _host.Services.GetRequiredService<IHistoryStore>();

    /// <summary>Everything it has logged, exceptions included.</summary>
    public string Log => string.Join('\n', _log);

    public static StoreHost Build(Action<SqlServerStoreOptions> configure, params IEnumerable<(string Name, string Value)> settings) => new(configure, settings);

    public static async Task<StoreHost> StartAsync(Action<SqlServerStoreOptions> configure, params IEnumerable<(string Name, string Value)> settings)
    {
        var host = Build(configure, settings);
        await host.StartAsync();
        return host;
    }

    public Task StartAsync() => _host.StartAsync();

    public Task<EndpointWithSecret> SubscribeAsync(string url, params string[] events) =>
        Endpoints.CreateAsync(new EndpointInput { Url = url, Events = events.Length > 0 ? events : ["*"] }, WebhookCaller.Application);

    public async Task<IReadOnlyList<WebhookDelivery>> ListAsync() =>
        (await History.ListDeliveriesAsync(new DeliveryListQuery { Limit = 10_000 })).Items;

    /// <summary>Waits until the deliveries are in a state, and answers them.</summary>
    public async Task<IReadOnlyList<WebhookDelivery>> WaitForAsync(Func<IReadOnlyList<WebhookDelivery>, bool> condition, TimeSpan patience)
    {
        var deadline = DateTime.UtcNow + patience;
        var last = await ListAsync();
        while (!condition(last))
        {
            Assert.That(
                DateTime.UtcNow,
                Is.LessThan(deadline),
                () => $"Not within {patience}: {string.Join(", ", last.CountBy(delivery => (delivery.Status, delivery.AttemptCount)))}\n{Log}");
            await Task.Delay(20);
            last = await ListAsync();
        }

        return last;
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    ILogger ILoggerProvider.CreateLogger(string categoryName) => this;

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    bool ILogger.IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    void ILogger.Log<TState>(
        LogLevel logLevel, Microsoft.Extensions.Logging.EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _log.Enqueue($"{logLevel}: {formatter(state, exception)} {exception}");

    void IDisposable.Dispose()
    {
    }
}
