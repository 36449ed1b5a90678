using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Administration;
using WebhookKit.Sending;
using WebhookKit.Testing;
using WebhookKit.Tests.Sending;

namespace WebhookKit.Tests.Engine;

/// <summary>One owner's name servers never answer. With WEBHOOKKIT_TEST_DNS_ENDPOINTS set to 500, it is the size that the promise is made for.</summary>
internal sealed class SilentNameServerTests
{
    private const int Healthy = 10;
    private static readonly int Dead = int.TryParse(Environment.GetEnvironmentVariable("WEBHOOKKIT_TEST_DNS_ENDPOINTS"), out var size) ? size : 60;

    [Test]
    public async Task The_other_owners_are_delivered_to_and_the_thread_pool_is_free()
    {
        using var names = new HeldNames(IPAddress.Loopback);
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await EngineHost.StartAsync(
            builder => builder.UseInMemoryStore(),
            configure: services => services.AddSingleton<IHostResolver>(provider => new ThreadedHostResolver(provider.GetRequiredService<TimeProvider>(), names.LookUp)));
        var url = receiver.At("/in").Url;
        for (var i = 0; i < Dead + Healthy; i++)
        {
            var (name, owner) = i < Dead ? ($"dead{i}.example", "dead") : ($"hooks{i}.example", "healthy");
            await host.Endpoints.CreateAsync(
                new EndpointInput { Url = url.Replace("127.0.0.1", name, StringComparison.Ordinal), Events = ["*"], Owner = owner }, WebhookCaller.Application);
        }

        await host.Publisher.PublishAsync(Enumerable.Range(0, 20).Select(number => new OutgoingEvent { Type = "load.test", Owner = "dead", Payload = "{}"u8.ToArray() }).ToArray());
        await EngineHost.WaitAsync(() => names.Held == 4);
        await host.Publisher.PublishAsync(Enumerable.Range(0, 20).Select(number => new OutgoingEvent { Type = "load.test", Owner = "healthy", Payload = "{}"u8.ToArray() }).ToArray());
        var delays = new List<TimeSpan>();
        await EngineHost.WaitAsync(() =>
        {
            delays.Add(ProbePool());
            return receiver.Requests.Count == 20 * Healthy;
        });

        var deliveries = await host.WaitForAsync(all => all.Count(delivery => delivery.Status == DeliveryStatus.Succeeded) == 20 * Healthy);
        Assert.Multiple(() =>
        {
            Assert.That(deliveries.Where(delivery => delivery.Status == DeliveryStatus.Succeeded).Select(delivery => delivery.AttemptCount), Is.All.EqualTo(1));
            Assert.That(names.Held, Is.EqualTo(4));
            Assert.That(delays, Has.Some.LessThan(TimeSpan.FromMilliseconds(250)));
        });
        TestContext.Out.WriteLine($"Worst delay of the thread pool: {delays.Max()}.");
    }

    private static TimeSpan ProbePool()
    {
        var asked = Stopwatch.GetTimestamp();
        using var ran = new ManualResetEventSlim();
        ThreadPool.QueueUserWorkItem(_ => ran.Set());
        Assert.That(ran.Wait(TimeSpan.FromSeconds(20)), Is.True, "The thread pool is taken.");
        return Stopwatch.GetElapsedTime(asked);
    }
}
