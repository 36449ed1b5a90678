using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Storage;

namespace WebhookKit.Tests.Engine;

/// <summary>Instances and publishers whose wall clocks are wrong, on a database whose clock is right.</summary>
internal sealed class ClockTests(EngineStore store) : EngineFixture(store)
{
    private static readonly TimeSpan TenMinutes = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(2);

    /// <summary>As long as the store takes to answer, an instance may be ahead of it.</summary>
    private static readonly TimeSpan Early = TimeSpan.FromSeconds(0.5);

    private static readonly (string, string?)[] Settings =
    [
        ("Leasing:RenewEvery", "00:00:00.3"), ("Dispatching:PollInterval", "00:00:00.2"),
        ("Retry:Jitter", "0"), ("Retry:Schedule:0", $"{Delay}"), ("Retry:Schedule:1", "1.00:00:00"),
    ];

    private static readonly (string, string?)[] PublishingOnly = [("Hosting:Deliver", "false")];

    [Test]
    public async Task What_others_publish_is_sent_at_once_by_an_instance_whose_clock_is_behind()
    {
        var host = await StartOnClockAsync(new SetClock(-TenMinutes), Settings);
        var publisher = await StartOnClockAsync(TimeProvider.System, PublishingOnly);
        await host.SubscribeAsync(Receiver.At("/").Url);

        await publisher.PublishManyAsync(100);

        await host.WaitForAsync(all => all.Count == 100 && all.All(delivery => delivery.Status == DeliveryStatus.Succeeded));
    }

    [Test]
    public async Task What_a_publisher_stores_whose_clock_is_ahead_is_sent_at_once_and_so_is_what_is_replayed()
    {
        var publisher = await StartOnClockAsync(new SetClock(TenMinutes), PublishingOnly);
        var host = await StartOnClockAsync(TimeProvider.System, Settings);
        await host.SubscribeAsync(Receiver.At("/").Url);
        await publisher.PublishAsync();
        var sent = await host.WaitForAsync(all => all.Any(delivery => delivery.Status == DeliveryStatus.Succeeded));

        await publisher.Deliveries.ReplayAsync(sent[0].Id, WebhookCaller.Application);

        await host.WaitForAsync(all => all.Count(delivery => delivery.Status == DeliveryStatus.Succeeded) == 2);
    }

    [TestCase(10)]
    [TestCase(-10)]
    public async Task What_one_instance_plans_another_sends_when_it_is_due_however_far_their_clocks_are_apart(int minutes)
    {
        var planner = await StartOnClockAsync(new SetClock(TimeSpan.FromMinutes(minutes)), Settings);
        await planner.SubscribeAsync(Receiver.At("/").Answer(500).Url);
        await planner.PublishAsync();
        await planner.WaitForAsync(all => all.Any(delivery => delivery.Status == DeliveryStatus.Failed));
        await planner.StopAsync();

        var sender = await StartOnClockAsync(new SetClock(TimeSpan.FromMinutes(-minutes)), Settings);

        await sender.WaitForAsync(all => all.Any(delivery => delivery.Status == DeliveryStatus.Succeeded));
        Assert.That(Receiver.Requests[1].ReceivedAt - Receiver.Requests[0].ReceivedAt, Is.GreaterThan(Delay - Early));
    }

    [Test]
    public async Task What_one_instance_has_of_an_owners_rate_does_not_hold_up_another_however_far_their_clocks_are_apart()
    {
        (string, string?)[] settings = [.. Settings, ("OwnerRate:PerSecond", "50")];
        var first = await StartOnClockAsync(new SetClock(TenMinutes), settings);
        await first.SubscribeAsync(Receiver.At("/").Url);
        await first.PublishManyAsync(5);
        await first.WaitForAsync(all => all.Count == 5 && all.All(delivery => delivery.Status == DeliveryStatus.Succeeded));
        await first.StopAsync();
        var second = await StartOnClockAsync(new SetClock(-TenMinutes), settings);

        await second.PublishManyAsync(5);

        await second.WaitForAsync(all => all.Count == 10 && all.All(delivery => delivery.Status == DeliveryStatus.Succeeded));
    }

    [TestCase(1)]
    [TestCase(-1)]
    public async Task A_wall_clock_that_jumps_changes_nothing(int hours)
    {
        var clock = new SetClock();
        var host = await StartOnClockAsync(clock, Settings);
        await host.SubscribeAsync(Receiver.At("/").Answer(500, 500, 500, 500).Url);
        await host.PublishAsync();
        await host.WaitForAsync(all => all.Any(delivery => delivery.AttemptCount == 1));

        clock.Ahead = TimeSpan.FromHours(hours);
        var again = await host.PublishAsync("another");

        await host.WaitForAsync(all => all.All(delivery => delivery.AttemptCount == 2));
        clock.Ahead = TimeSpan.FromHours(25 * hours);
        var last = await host.PublishAsync("last");
        var all = await host.WaitForAsync(all => all.Any(delivery => delivery.EventId == last.EventId && delivery.Status == DeliveryStatus.Succeeded));
        var gaps = Receiver.Requests.GroupBy(request => request.WebhookId).Where(same => same.Count() > 1)
            .Select(same => same.Max(request => request.ReceivedAt) - same.Min(request => request.ReceivedAt)).ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(gaps, Is.Not.Empty.And.All.InRange(Delay - Early, Delay + EngineHost.Patience));
            Assert.That(all.Where(delivery => delivery.EventId != last.EventId).Max(delivery => delivery.AttemptCount), Is.EqualTo(2), "Nothing is sent a day early.");
        });
    }

    [TestCase(10)]
    [TestCase(-10)]
    public async Task A_wrong_clock_shows_as_skew_and_neither_as_a_backlog_nor_in_what_people_read(int minutes)
    {
        var host = await StartOnClockAsync(new SetClock(TimeSpan.FromMinutes(minutes)), Settings);
        var publisher = await StartOnClockAsync(TimeProvider.System, PublishingOnly);
        await host.SubscribeAsync(Receiver.At("/").Answer(500).Url);
        var before = DateTimeOffset.UtcNow;

        await publisher.PublishAsync();

        var failed = (await host.WaitForAsync(all => all.Any(delivery => delivery.Status == DeliveryStatus.Failed)))[0];
        var details = await host.History.FindDeliveryAsync(new DeliveryQuery { Id = failed.Id });
        var signs = host.Services.GetRequiredService<IWebhookVitals>().Read();
        Assert.Multiple(() =>
        {
            Assert.That(details!.Attempts[0].StartedAt, Is.InRange(before - Early, DateTimeOffset.UtcNow + Early));
            Assert.That(details.Attempts[0].NextAttemptAt, Is.InRange(before + Delay - Early, DateTimeOffset.UtcNow + Delay + Early));
            Assert.That(signs.ClockSkew, Is.EqualTo(TimeSpan.FromMinutes(minutes)).Within(TimeSpan.FromSeconds(1)));
            Assert.That(signs.OldestDueAge ?? TimeSpan.Zero, Is.LessThan(TimeSpan.FromMinutes(1)));
        });
    }

    [Test]
    public async Task An_instance_whose_clock_is_years_ahead_removes_only_what_is_old_by_the_stores_clock()
    {
        var asked = new TaskCompletionSource<PurgeRequest>(TaskCreationOptions.RunContinuationsAsynchronously);

        await StartOnClockAsync(
            new SetClock(TimeSpan.FromDays(1000)),
            services => services.AddSingleton<IRetentionStore>(provider => new WatchedRetention(provider.GetRequiredService<IWebhookStore>().Retention, asked)),
            ("Retention:KeepEndedFor", "30.00:00:00"));

        var request = await asked.Task.WaitAsync(EngineHost.Patience);
        Assert.That(request.EndedBefore, Is.EqualTo(DateTimeOffset.UtcNow.AddDays(-30)).Within(TimeSpan.FromMinutes(1)));
    }

    private sealed class WatchedRetention(IRetentionStore store, TaskCompletionSource<PurgeRequest> asked) : IRetentionStore
    {
        public ValueTask<PurgeResult> PurgeAsync(PurgeRequest request, CancellationToken cancellationToken = default)
        {
            asked.TrySetResult(request);
            return store.PurgeAsync(request, cancellationToken);
        }
    }
}
