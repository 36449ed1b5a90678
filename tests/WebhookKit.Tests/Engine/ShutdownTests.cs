using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace WebhookKit.Tests.Engine;

/// <summary>Ends that are not the graceful one.</summary>
internal sealed class ShutdownTests(EngineStore store) : EngineFixture(store)
{
    [Test]
    public async Task A_payload_store_that_hangs_does_not_keep_the_host_from_stopping()
    {
        var payloads = new HangingPayloadStore();
        var host = await StartHostAsync(
            services => services.AddSingleton<IPayloadStore>(payloads),
            ("Hosting:ShutdownTimeout", "00:00:00.5"),
            ("Publishing:OffloadPayloadsAboveBytes", "0"));
        await host.SubscribeAsync(Receiver.At("/").Url);
        await host.PublishAsync();
        await payloads.IsRead.WaitAsync(EngineHost.Patience);

        var stopping = host.StopAsync();

        await stopping.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.That(Receiver.Requests, Is.Empty);
    }

    [Test]
    public async Task A_host_that_is_disposed_of_without_being_stopped_does_not_flood_the_log()
    {
        using var log = new CollectedLog();
        var host = await StartHostAsync(services => services.AddSingleton<ILoggerProvider>(log));
        var path = Receiver.At("/");
        var hold = path.Hold();
        await host.SubscribeAsync(path.Url);
        await host.PublishAsync();
        await Receiver.WaitForAsync(1, EngineHost.Patience);

        host.DisposeWithoutStopping();
        hold.Dispose();

        Assert.That(() => log.Errors.Count, Is.LessThan(100).After(1500).MilliSeconds);
    }
}
