using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WebhookKit.Administration;
using WebhookKit.Testing;

namespace WebhookKit.EndToEnd.Tests.Instances;

/// <summary>A process that only publishes, as fast as it can to endpoints that answer in bursts, until it is told to end.</summary>
internal sealed class Load : IAsyncDisposable
{
    public const int Endpoints = 16;

    private readonly IHost _host;
    private readonly ConcurrentQueue<string> _published = new();
    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;

    private Load(IHost host, IReadOnlyList<ReceiverPath> paths) => (_host, Paths) = (host, paths);

    public IReadOnlyList<ReceiverPath> Paths { get; }

    /// <summary>The ids of all events that were accepted.</summary>
    public IReadOnlyCollection<string> Published => _published;

    public static async Task<Load> StartAsync(InstanceDatabase database, WebhookReceiver receiver, int mostWaiting)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = Environments.Development });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Webhooks:Hosting:Deliver"] = "false",
            ["Webhooks:Egress:AllowLoopback"] = "true",
        });
        builder.Logging.ClearProviders();
        database.Use(builder.Services.AddWebhooks(builder.Configuration.GetSection("Webhooks")));
        var load = new Load(builder.Build(), [.. Enumerable.Range(0, Endpoints).Select(number => receiver.At($"/{number}"))]);
        await load._host.StartAsync();
        var endpoints = load._host.Services.GetRequiredService<IWebhookEndpoints>();
        foreach (var path in load.Paths)
        {
            await endpoints.CreateAsync(new EndpointInput { Url = path.Url, Events = ["*"] }, WebhookCaller.Application);
        }

        load._running = Task.WhenAll([load.PublishAsync(database, mostWaiting), .. load.Paths.Select(load.AnswerInBurstsAsync)]);
        return load;
    }

    /// <summary>Publishes nothing more and answers everything at once.</summary>
    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        await _running;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _host.StopAsync();
        _host.Dispose();
        _stopping.Dispose();
    }

    private async Task PublishAsync(InstanceDatabase database, int mostWaiting)
    {
        var publisher = _host.Services.GetRequiredService<IWebhookPublisher>();
        OutgoingEvent[] batch = [.. Enumerable.Range(0, 10).Select(_ => new OutgoingEvent { Type = "load.test", Payload = "{}"u8.ToArray() })];
        while (!_stopping.IsCancellationRequested)
        {
            if (await database.CountQueueAsync() < mostWaiting)
            {
                foreach (var receipt in await publisher.PublishAsync(batch, cancellationToken: CancellationToken.None))
                {
                    _published.Enqueue(receipt.EventId.ToString());
                }
            }

            await Task.Delay(50, CancellationToken.None);
        }
    }

    /// <summary>Requests pile up as far as the sender lets them.</summary>
    private async Task AnswerInBurstsAsync(ReceiverPath path)
    {
        while (!_stopping.IsCancellationRequested)
        {
            using (path.Hold())
            {
                await Task.Delay(100, CancellationToken.None);
            }

            await Task.Delay(20, CancellationToken.None);
        }
    }
}
