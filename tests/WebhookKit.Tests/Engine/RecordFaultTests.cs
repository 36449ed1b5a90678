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

    // After a jump of the clock, sending waits for the leases to be renewed, and time has to go on for that.
    private static TimeSpan Moment => TimeSpan.FromMilliseconds(10);
}
