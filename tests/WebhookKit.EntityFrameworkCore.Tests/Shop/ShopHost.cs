using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WebhookKit.Administration;
using WebhookKit.Storage;

namespace WebhookKit.EntityFrameworkCore.Tests.Shop;

/// <summary>An application with a pooled context and webhooks in one database, as a user builds it.</summary>
internal sealed class ShopHost : IAsyncDisposable, ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _warnings = new();
    private readonly IShopDatabase _database;
    private readonly IHost _host;

    private ShopHost(IShopDatabase database)
    {
        _database = database;
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = Environments.Development });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Webhooks:Egress:AllowLoopback"] = "true",
            ["Webhooks:Dispatching:PollInterval"] = "00:01:00",
        });
        builder.Logging.AddProvider(this);
        database.ConfigureStore(builder.Services.AddWebhooks(builder.Configuration.GetSection("Webhooks")));
        builder.Services.AddDbContextPool<ShopContext>(options =>
        {
            database.ConfigureContext(options);
            options.UseWebhooks();
        });
        _host = builder.Build();
    }

    /// <summary>Warnings and worse that were logged.</summary>
    public IReadOnlyCollection<string> Warnings => _warnings;

    public IServiceProvider Services => _host.Services;

    public static async Task<ShopHost> StartAsync(IShopDatabase database)
    {
        await database.CreateAsync();
        var host = new ShopHost(database);
        await host._host.StartAsync();
        await host.WithContextAsync(context => context.Database.EnsureTablesAsync());
        return host;
    }

    /// <summary>Does something with a context of its own, as a request does.</summary>
    public async Task WithContextAsync(Func<ShopContext, Task> act)
    {
        await using var scope = _host.Services.CreateAsyncScope();
        await act(scope.ServiceProvider.GetRequiredService<ShopContext>());
    }

    public Task SubscribeAsync(string url) =>
        _host.Services.GetRequiredService<IWebhookEndpoints>().CreateAsync(new EndpointInput { Url = url, Events = ["*"] }, WebhookCaller.Application);

    /// <summary>The events that are stored.</summary>
    public async Task<HashSet<EventId>> StoredAsync(params IEnumerable<EventId> candidates)
    {
        var history = _host.Services.GetRequiredService<IHistoryStore>();
        var stored = new HashSet<EventId>();
        foreach (var id in candidates)
        {
            if (await history.FindEventAsync(new EventQuery { Id = id }) is not null)
            {
                stored.Add(id);
            }
        }

        return stored;
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        await _database.DisposeAsync();
    }

    ILogger ILoggerProvider.CreateLogger(string categoryName) => this;

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    bool ILogger.IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    void ILogger.Log<TState>(
        LogLevel logLevel, Microsoft.Extensions.Logging.EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _warnings.Enqueue(formatter(state, exception));

    void IDisposable.Dispose()
    {
    }
}
