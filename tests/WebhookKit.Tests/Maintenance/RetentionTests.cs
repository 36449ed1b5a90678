using WebhookKit.Storage;
using WebhookKit.Tests.Engine;

namespace WebhookKit.Tests.Maintenance;

internal sealed class RetentionTests(EngineStore store) : EngineFixture(store)
{
    [Test]
    public async Task Old_history_goes_by_itself_dead_letters_later_and_what_is_pending_stays()
    {
        var host = await StartHostAsync(
            UseFakeClock,
            ("Retention:BatchSize", "2"),
            ("Retention:KeepEndedFor", "7.00:00:00"),
            ("Retry:Schedule:0", "30.00:00:00"));
        await host.SubscribeAsync(Receiver.At("/good").Url, "good");
        await host.SubscribeAsync(Receiver.At("/bad").AnswerAlways(500).Url, "bad");
        for (var i = 0; i < 5; i++)
        {
            await host.PublishAsync("good", i);
        }

        var waiting = await host.PublishAsync("bad");
        await host.WaitForAsync(all => all.Count(delivery => delivery.Status == DeliveryStatus.Succeeded) == 5 && all.Count(delivery => delivery.Status == DeliveryStatus.Failed) == 1);

        host.Clock.Advance(TimeSpan.FromDays(8));
        var left = await host.WaitForAsync(all => all.Count == 1, step: TimeSpan.FromSeconds(1));

        Assert.Multiple(async () =>
        {
            Assert.That(left.Single().EventId, Is.EqualTo(waiting.EventId));
            Assert.That(await host.History.FindEventAsync(new EventQuery { Id = waiting.EventId }), Is.Not.Null);
        });
    }
}
