using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using WebhookKit.Storage;
using WebhookKit.Tests.Engine;

namespace WebhookKit.Tests.Maintenance;

internal sealed class RetentionTests(EngineStore store) : EngineFixture(store)
{
    [Test]
    public async Task Old_history_goes_by_itself_dead_letters_later_and_what_is_pending_stays()
    {
        var host = await StartHostAsync(
            services => services.AddSingleton<TimeProvider>(new FakeTimeProvider(DateTimeOffset.UtcNow)),
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
        var left = await AdvanceUntilAsync(host, all => all.Count == 1);

        Assert.Multiple(async () =>
        {
            Assert.That(left.Single().EventId, Is.EqualTo(waiting.EventId));
            Assert.That(await host.History.FindEventAsync(new EventQuery { Id = waiting.EventId }), Is.Not.Null);
        });
    }

    // The pauses between the steps are the clock's too, so it has to go on.
    private static async Task<IReadOnlyList<WebhookDelivery>> AdvanceUntilAsync(EngineHost host, Func<IReadOnlyList<WebhookDelivery>, bool> condition)
    {
        var deadline = DateTime.UtcNow + EngineHost.Patience;
        while (true)
        {
            var all = (await host.History.ListDeliveriesAsync(new DeliveryListQuery { Limit = 100 })).Items;
            if (condition(all))
            {
                return all;
            }

            Assert.That(DateTime.UtcNow, Is.LessThan(deadline), "Retention did not get there in time.");
            host.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(10);
        }
    }
}
