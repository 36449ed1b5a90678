using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using WebhookKit.Administration;
using WebhookKit.Storage;

namespace WebhookKit.Tests.Engine;

/// <summary>An application with WebhookKit in it, as a user would build it, allowed to deliver to loopback.</summary>
internal sealed class EngineHost : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(10);

    private readonly IHost _host;
    private bool _isStopped;

    private EngineHost(IHost host) => _host = host;

    public IServiceProvider Services => _host.Services;

    public IWebhookPublisher Publisher => Services.GetRequiredService<IWebhookPublisher>();

    public IWebhookEndpoints Endpoints => Services.GetRequiredService<IWebhookEndpoints>();

    public IWebhookDeliveries Deliveries => Services.GetRequiredService<IWebhookDeliveries>();

    public IHistoryStore History => Services.GetRequiredService<IHistoryStore>();

    public FaultyDeliveryStore Faults => Services.GetRequiredService<FaultyDeliveryStore>();

    public FakeTimeProvider Clock => (FakeTimeProvider)Services.GetRequiredService<TimeProvider>();

    /// <summary>Builds and starts a host on a store.</summary>
    /// <param name="useStore">Chooses the store.</param>
    /// <param name="settings">Configuration under the section of the library, for example <c>Retry:Schedule:0</c>.</param>
    /// <param name="configure">Further services.</param>
    public static async Task<EngineHost> StartAsync(
        Action<IWebhooksBuilder> useStore,
        IReadOnlyDictionary<string, string?>? settings = null,
        Action<IServiceCollection>? configure = null)
    {
        var host = Build(useStore, settings, configure);
        await host._host.StartAsync();
        return host;
    }

    /// <summary>Builds a host without starting it.</summary>
    public static EngineHost Build(
        Action<IWebhooksBuilder> useStore,
        IReadOnlyDictionary<string, string?>? settings = null,
        Action<IServiceCollection>? configure = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = Environments.Development });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Webhooks:Egress:AllowLoopback"] = "true" });
        builder.Configuration.AddInMemoryCollection((settings ?? new Dictionary<string, string?>()).Select(setting => KeyValuePair.Create("Webhooks:" + setting.Key, setting.Value)));
        builder.Logging.ClearProviders();
        configure?.Invoke(builder.Services);
        useStore(builder.Services.AddWebhooks(builder.Configuration.GetSection("Webhooks")));
        return new EngineHost(builder.Build());
    }

    public Task StartAsync() => _host.StartAsync();

    public async Task StopAsync()
    {
        _isStopped = true;
        await _host.StopAsync();
    }

    /// <summary>Creates an endpoint for everything.</summary>
    public async Task<EndpointWithSecret> SubscribeAsync(string url, params string[] events) =>
        await Endpoints.CreateAsync(new EndpointInput { Url = url, Events = events.Length > 0 ? events : ["*"] }, WebhookCaller.Application);

    /// <summary>Publishes a small event.</summary>
    public Task<PublishReceipt> PublishAsync(string type = "order.created", int number = 1) =>
        Publisher.PublishAsync(type, new { number });

    /// <summary>Publishes events in one batch.</summary>
    public Task<IReadOnlyList<PublishReceipt>> PublishManyAsync(int events, string type = "load.test") =>
        Publisher.PublishAsync(Enumerable.Range(0, events).Select(number => new OutgoingEvent { Type = type, Payload = Encoding.UTF8.GetBytes($"{number}") }).ToArray());

    /// <summary>Waits until the deliveries are in a state, and answers them.</summary>
    /// <param name="condition">The state.</param>
    /// <param name="eventId">Only the deliveries of this event.</param>
    /// <param name="step">
    /// How far a fake clock goes on each time the state is not there yet. By default about as fast as a real one: what takes the
    /// time just before a test sets it on and then waits from just after would wait for ever for a clock that stands still.
    /// </param>
    public async Task<IReadOnlyList<WebhookDelivery>> WaitForAsync(Func<IReadOnlyList<WebhookDelivery>, bool> condition, EventId? eventId = null, TimeSpan? step = null)
    {
        var clock = Services.GetRequiredService<TimeProvider>();
        IReadOnlyList<WebhookDelivery> last = [];
        var deadline = DateTime.UtcNow + Patience;
        while (DateTime.UtcNow < deadline)
        {
            last = (await History.ListDeliveriesAsync(new DeliveryListQuery { Event = eventId, Limit = 10_000 })).Items;
            if (condition(last))
            {
                return last;
            }

            (clock as FakeTimeProvider)?.Advance(step ?? Glance);
            await Task.Delay(Glance);
        }

        Assert.Fail($"The deliveries did not get there in {Patience}: {string.Join(", ", last.GroupBy(delivery => (delivery.Status, delivery.AttemptCount, delivery.NextAttemptAt)).Select(group => $"{group.Count()} {group.Key}"))}; it is {clock.GetUtcNow():O}.");
        return last;
    }

    /// <summary>Waits until no delivery is left to be sent, which is quicker to ask than what became of each. A fake clock goes on meanwhile.</summary>
    public async Task WaitUntilNothingWaitsAsync(TimeSpan? step = null)
    {
        var deadline = DateTime.UtcNow + Patience;
        for (var counts = await History.CountAsync(); counts.Pending + counts.Failed > 0; counts = await History.CountAsync())
        {
            Assert.That(DateTime.UtcNow, Is.LessThan(deadline), $"{counts.Pending} pending, {counts.Failed} failed.");
            (Services.GetRequiredService<TimeProvider>() as FakeTimeProvider)?.Advance(step ?? Glance);
            await Task.Delay(Glance);
        }
    }

    /// <summary>Waits until an endpoint is in a state, and answers it. A fake clock goes on meanwhile, ten times as fast as a real one.</summary>
    public async Task<WebhookEndpoint> WaitForEndpointAsync(EndpointId id, Func<WebhookEndpoint, bool> condition)
    {
        for (var deadline = DateTime.UtcNow + Patience; ; await Task.Delay(Glance))
        {
            var found = (await Endpoints.FindAsync(id, WebhookCaller.Application))!;
            if (condition(found))
            {
                return found;
            }

            Assert.That(DateTime.UtcNow, Is.LessThan(deadline), $"It is {found.Status}, failing since {found.FailingSince}.");
            (Services.GetRequiredService<TimeProvider>() as FakeTimeProvider)?.Advance(Glance * 10);
        }
    }

    /// <summary>Waits until a condition holds.</summary>
    public static async Task WaitAsync(Func<bool> condition)
    {
        var deadline = DateTime.UtcNow + Patience;
        while (!condition())
        {
            Assert.That(DateTime.UtcNow, Is.LessThan(deadline), "The condition did not come true in time.");
            await Task.Delay(10);
        }
    }

    /// <summary>Waits until a condition holds, while the fake clock goes on so far at each look.</summary>
    public Task StepUntilAsync(Func<bool> condition, TimeSpan step) => WaitAsync(() =>
    {
        Clock.Advance(step);
        return condition();
    });

    /// <summary>Disposes of the host as a program does that never stops it.</summary>
    public void DisposeWithoutStopping()
    {
        _isStopped = true;
        _host.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_isStopped)
        {
            var stopping = _host.StopAsync();
            while (!stopping.IsCompleted && Services.GetRequiredService<TimeProvider>() is FakeTimeProvider clock)
            {
                // Else the deadlines of the stop would never come, and a test that has failed would hang.
                clock.Advance(TimeSpan.FromMilliseconds(100));
                await Task.Delay(10);
            }

            await stopping;
        }

        _host.Dispose();
    }
}
