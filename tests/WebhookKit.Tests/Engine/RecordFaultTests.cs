using WebhookKit.Storage;

namespace WebhookKit.Tests.Engine;

/// <summary>Outcomes that the database refuses for good.</summary>
internal sealed class RecordFaultTests(EngineStore store) : EngineFixture(store)
{
    [Test]
    public async Task A_delivery_whose_outcome_nobody_can_record_is_sent_once_in_a_minute()
    {
        var host = await StartOnFaultyStoreAsync(UseFakeClock);
        var poison = (await host.SubscribeAsync(Receiver.At("/poison").Url, "poison")).Endpoint.Id;
        await host.SubscribeAsync(Receiver.At("/good").Url, "good");
        host.Faults.Refuses = outcome => outcome.Delivery.Endpoint == poison;
        var refused = host.Faults.WaitForFailuresAsync(2);
        var receipt = await host.PublishAsync("poison");
        await refused;

        for (var i = 0; i < 5; i++)
        {
            host.Clock.Advance(TimeSpan.FromSeconds(10));
            var good = await host.PublishAsync("good");
            await host.WaitForAsync(all => all.Single().Status == DeliveryStatus.Succeeded, good.EventId, Moment);
        }

        var sentInThePause = Receiver.Requests.Count(request => request.Path == "/poison");
        host.Faults.Refuses = null;
        host.Clock.Advance(TimeSpan.FromSeconds(15));
        await host.WaitForAsync(all => all.Single().Status == DeliveryStatus.Succeeded, receipt.EventId, Moment);
        Assert.Multiple(() =>
        {
            Assert.That(sentInThePause, Is.EqualTo(1));
            Assert.That(Receiver.Requests.Count(request => request.Path == "/poison"), Is.EqualTo(2));
        });
    }

    [Test]
    public async Task A_database_that_refuses_every_outcome_stops_sending_until_it_takes_them_again()
    {
        const int Endpoints = 40;
        var host = await StartOnFaultyStoreAsync(UseFakeClock, ("Dispatching:MaxConcurrency", "8"), LongLeases, Patient);
        for (var i = 0; i < Endpoints; i++)
        {
            await host.SubscribeAsync(Receiver.At($"/{i}").Url);
        }

        host.Faults.Refuses = _ => true;
        await host.PublishManyAsync(10);
        await host.StepUntilAsync(() => host.Faults.Failures >= 100, TimeSpan.FromMilliseconds(100));
        var sentWhileRefusing = Receiver.Requests.Count;
        host.Faults.Refuses = null;

        await host.WaitUntilNothingWaitsAsync(TimeSpan.FromMilliseconds(100));
        await host.WaitForAsync(all => all.Count == 10 * Endpoints && all.All(delivery => delivery.Status == DeliveryStatus.Succeeded), step: TimeSpan.FromMilliseconds(100));
        Assert.Multiple(() =>
        {
            Assert.That(sentWhileRefusing, Is.LessThanOrEqualTo(8 + 8 + (8 * 16)), "Eight refusals, eight requests, and sixteen outcomes for each that may be unrecorded.");
            Assert.That(Receiver.Requests, Has.Count.LessThanOrEqualTo((10 * Endpoints) + 8), "Only what was refused before the database was known to refuse everything is sent again.");
        });
    }

    [Test]
    public async Task Nothing_new_is_sent_while_recording_fails_outcome_by_outcome()
    {
        var host = await StartOnFaultyStoreAsync();
        await host.SubscribeAsync(Receiver.At("/first").Url, "first");
        await host.SubscribeAsync(Receiver.At("/second").Url, "second");
        var calls = 0;
        host.Faults.FailRecording = () => new WebhookStoreException("Now this, now that.", isTransient: calls++ % 2 == 1);
        await host.PublishAsync("first");
        await host.Faults.WaitForFailuresAsync(4);

        await host.PublishManyAsync(10, "second");
        await host.Faults.WaitForFailuresAsync(4);
        var sentMeanwhile = Receiver.Requests.Count(request => request.Path == "/second");
        host.Faults.FailRecording = null;

        await host.WaitForAsync(all => all.Count == 11 && all.All(delivery => delivery.Status == DeliveryStatus.Succeeded));
        Assert.Multiple(() =>
        {
            Assert.That(sentMeanwhile, Is.Zero);
            Assert.That(Receiver.Requests, Has.Count.EqualTo(11));
        });
    }

    [Test]
    public async Task Outcomes_that_are_refused_for_ever_do_not_stop_the_others_for_ever()
    {
        var host = await StartOnFaultyStoreAsync(UseFakeClock, LongLeases, Patient);
        var poison = (await host.SubscribeAsync(Receiver.At("/poison").Url, "poison")).Endpoint.Id;
        await host.SubscribeAsync(Receiver.At("/good").Url, "good");
        host.Faults.Refuses = outcome => outcome.Delivery.Endpoint == poison;
        await host.PublishManyAsync(30, "poison");
        await host.WaitForAsync(_ => host.Faults.Failures >= 60, step: TimeSpan.FromMilliseconds(50));

        await host.PublishManyAsync(30, "good");

        var all = await host.WaitForAsync(all => all.Count(delivery => delivery.Status == DeliveryStatus.Succeeded) == 30, step: TimeSpan.FromMilliseconds(500));
        Assert.That(all.Where(delivery => delivery.Status == DeliveryStatus.Succeeded).Select(delivery => delivery.Id.Endpoint), Has.None.EqualTo(poison));
    }

    // After a jump of the clock, sending waits for the leases to be renewed, and time has to go on for that.
    private static TimeSpan Moment => TimeSpan.FromMilliseconds(10);
}
