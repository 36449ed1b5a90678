using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WebhookKit.Administration;
using WebhookKit.Storage;

namespace WebhookKit.TestServers.Hosts;

/// <summary>An application with the whole library in it, on a store, as a user would build it, allowed to deliver to loopback.</summary>
public sealed class StoreHost : IAsyncDisposable, ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _log = new();
    private readonly IHost _host;

    private StoreHost(Action<IWebhooksBuilder> useStore, IEnumerable<(string Name, string Value)> settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = Environments.Development });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Webhooks:Egress:AllowLoopback"] = "true" });
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create<string, string?>("Webhooks:" + setting.Name, setting.Value)));
        builder.Logging.AddProvider(this);
        useStore(builder.Services.AddWebhooks(builder.Configuration.GetSection("Webhooks")));
        _host = builder.Build();
    }

    /// <summary>Publishes events.</summary>
    public IWebhookPublisher Publisher => _host.Services.GetRequiredService<IWebhookPublisher>();

    /// <summary>Manages endpoints.</summary>
    public IWebhookEndpoints Endpoints => _host.Services.GetRequiredService<IWebhookEndpoints>();

    /// <summary>Replays and cancels deliveries.</summary>
    public IWebhookDeliveries Deliveries => _host.Services.GetRequiredService<IWebhookDeliveries>();

    /// <summary>What became of events.</summary>
    public IHistoryStore History => _host.Services.GetRequiredService<IHistoryStore>();

    /// <summary>Everything it has logged, exceptions included.</summary>
    public string Log => string.Join('\n', _log);

    /// <summary>Builds a host without starting it.</summary>
    /// <param name="useStore">Chooses the store.</param>
    /// <param name="settings">Configuration under the section of the library, for example <c>Retry:Schedule:0</c>.</param>
    public static StoreHost Build(Action<IWebhooksBuilder> useStore, params IEnumerable<(string Name, string Value)> settings) => new(useStore, settings);

    /// <summary>Builds a host and starts it.</summary>
    /// <inheritdoc cref="Build"/>
    public static async Task<StoreHost> StartAsync(Action<IWebhooksBuilder> useStore, params IEnumerable<(string Name, string Value)> settings)
    {
        var host = Build(useStore, settings);
        await host.StartAsync();
        return host;
    }

    /// <summary>Starts it.</summary>
    public Task StartAsync() => _host.StartAsync();

    /// <summary>Creates an endpoint, for everything unless it is said for what.</summary>
    public Task<EndpointWithSecret> SubscribeAsync(string url, params string[] events) =>
        Endpoints.CreateAsync(new EndpointInput { Url = url, Events = events.Length > 0 ? events : ["*"] }, WebhookCaller.Application);

    /// <summary>All deliveries.</summary>
    public async Task<IReadOnlyList<WebhookDelivery>> ListAsync() =>
        (await History.ListDeliveriesAsync(new DeliveryListQuery { Limit = 10_000 })).Items;

    /// <summary>Waits until the deliveries are in a state, and answers them.</summary>
    /// <exception cref="TimeoutException">They do not get there in time; the message has their states and the log.</exception>
    public async Task<IReadOnlyList<WebhookDelivery>> WaitForAsync(Func<IReadOnlyList<WebhookDelivery>, bool> condition, TimeSpan patience)
    {
        var deadline = DateTime.UtcNow + patience;
        var last = await ListAsync();
        while (!condition(last))
        {
            if (DateTime.UtcNow > deadline)
            {
                throw new TimeoutException(
                    $"Not within {patience}: {string.Join(", ", last.CountBy(delivery => (delivery.Status, delivery.AttemptCount)))}\n{Log}");
            }

            await Task.Delay(20);
            last = await ListAsync();
        }

        return last;
    }

    /// <summary>Stops it.</summary>
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
