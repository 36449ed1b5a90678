using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Storage;
using WebhookKit.Tests.Engine;

namespace WebhookKit.Tests.Diagnostics;

internal sealed class VitalsTests(EngineStore store) : EngineFixture(store)
{
    [Test]
    public async Task Outcomes_that_cannot_be_recorded_show_until_they_can()
    {
        var host = await StartOnFaultyStoreAsync();
        await host.SubscribeAsync(Receiver.At("/hook").Url);
        host.Faults.FailRecording = () => new WebhookStoreException("The database is away.", isTransient: true);

        await host.PublishAsync();

        await EngineHost.WaitAsync(() => Read(host).NotRecordingFor > TimeSpan.Zero);
        host.Faults.FailRecording = null;
        await EngineHost.WaitAsync(() => Read(host).NotRecordingFor is null);
    }

    [Test]
    public async Task What_is_due_and_not_sent_shows_as_no_progress_and_its_age()
    {
        var host = await StartOnFaultyStoreAsync(UseFakeClock, LongLeases);
        await host.SubscribeAsync(Receiver.At("/hook").Url);
        host.Faults.FailReading = _ => new WebhookStoreException("The lanes cannot be read.", isTransient: true);
        await host.PublishAsync();

        await WaitAsync(host, vitals => vitals.WithoutProgressFor > TimeSpan.FromSeconds(90) && vitals.OldestDueAge > TimeSpan.FromSeconds(90));

        host.Faults.FailReading = null;
        await WaitAsync(host, vitals => vitals.WithoutProgressFor is null && vitals.OldestDueAge is null);
    }

    [Test]
    public async Task An_endpoint_that_asked_to_be_left_alone_is_no_standstill()
    {
        var host = await StartHostAsync(UseFakeClock, LongLeases);
        Receiver.At("/busy").Answer(new WebhookKit.Testing.ReceiverAnswer { StatusCode = 429, RetryAfter = TimeSpan.FromHours(1) });
        await host.SubscribeAsync(Receiver.At("/busy").Url);
        await host.PublishManyAsync(20);
        await host.WaitForAsync(all => all.Any(delivery => delivery.Status == DeliveryStatus.Failed));

        for (var i = 0; i < 100; i++)
        {
            host.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await WaitAsync(host, vitals => vitals.OldestDueAge is null && vitals.WithoutProgressFor is null, step: TimeSpan.FromSeconds(1));
    }

    private static WebhookVitals Read(EngineHost host) => host.Services.GetRequiredService<IWebhookVitals>().Read();

    private static Task WaitAsync(EngineHost host, Func<WebhookVitals, bool> condition, TimeSpan? step = null) => EngineHost.WaitAsync(() =>
    {
        if (condition(Read(host)))
        {
            return true;
        }

        host.Clock.Advance(step ?? TimeSpan.FromSeconds(1));
        return false;
    });
}
