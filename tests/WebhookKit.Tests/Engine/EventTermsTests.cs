using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Administration;
using WebhookKit.Retrying;
using WebhookKit.Storage;

namespace WebhookKit.Tests.Engine;

/// <summary>What an event asks for its own deliveries.</summary>
internal sealed class EventTermsTests(EngineStore store) : EngineFixture(store)
{
    private static readonly (string, string?)[] NoJitter = [("Retry:Jitter", "0"), ("Retry:Schedule:0", "00:00:05"), ("Retry:Schedule:1", "00:05:00")];

    // After a jump that outlasts the leases, sending waits for them to be renewed, and time has to go on for that.
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(100);

    [Test]
    public async Task An_event_for_later_is_sent_at_its_time_and_not_before()
    {
        var host = await StartHostAsync(UseFakeClock);
        await host.SubscribeAsync(Receiver.At("/").Url);
        var at = host.Clock.GetUtcNow().AddHours(1);
        var later = await PublishAsync(host, new PublishOptions { DeliverAt = at });
        await host.PublishAsync("now");
        await Receiver.WaitForAsync(1, EngineHost.Patience);

        host.Clock.Advance(at - host.Clock.GetUtcNow() - TimeSpan.FromSeconds(20));
        var another = await host.PublishAsync("now");
        await host.WaitForAsync(all => all.Single().Status == DeliveryStatus.Succeeded, another.EventId);
        var before = Receiver.Requests.Count(request => request.WebhookId == later.EventId.ToString());

        var sent = await host.WaitForAsync(all => all.Single().Status == DeliveryStatus.Succeeded, later.EventId, Moment);
        var details = await host.History.FindDeliveryAsync(new DeliveryQuery { Id = sent[0].Id });
        Assert.That(before, Is.Zero);
        Assert.That(details!.Attempts.Single().StartedAt, Is.InRange(at.AddTicks(-10), at.AddSeconds(5)));
    }

    [Test]
    public async Task What_waits_for_its_time_is_not_read_again_and_again()
    {
        var host = await StartOnFaultyStoreAsync(UseFakeClock);
        var waiting = (await host.SubscribeAsync(Receiver.At("/later").Url, "later")).Endpoint.Id;
        await host.SubscribeAsync(Receiver.At("/now").Url, "now");
        var reads = 0;
        host.Faults.BeforeAnswering = read =>
        {
            reads += read.Lanes.Count(lane => lane.Endpoint == waiting);
            return Task.CompletedTask;
        };

        for (var i = 1; i <= 10; i++)
        {
            await PublishAsync(host, new PublishOptions { DeliverAt = host.Clock.GetUtcNow().AddHours(2) }, "later");
            await host.PublishAsync("now");
            await Receiver.WaitForAsync(i, EngineHost.Patience);
            host.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.That(reads, Is.Zero);
        Assert.That(Receiver.Requests.Select(request => request.Path), Is.All.EqualTo("/now"));
    }

    [Test]
    public async Task What_is_due_before_the_next_poll_does_not_wait_for_it()
    {
        var host = await StartHostAsync(UseFakeClock, ("Dispatching:PollInterval", "00:01:00"));
        await host.SubscribeAsync(Receiver.At("/").Url);
        await host.PublishAsync();
        await Receiver.WaitForAsync(1, EngineHost.Patience);
        var at = host.Clock.GetUtcNow().AddSeconds(5);

        var soon = await PublishAsync(host, new PublishOptions { DeliverAt = at });
        host.Clock.Advance(TimeSpan.FromSeconds(4));

        var sent = await host.WaitForAsync(all => all.Single().Status == DeliveryStatus.Succeeded, soon.EventId);
        var details = await host.History.FindDeliveryAsync(new DeliveryQuery { Id = sent[0].Id });
        Assert.That(details!.Attempts.Single().StartedAt, Is.InRange(at.AddTicks(-10), at.AddSeconds(5)));
    }

    [Test]
    public async Task What_has_expired_before_its_turn_is_a_dead_letter_without_a_request()
    {
        var host = await StartHostAsync(UseFakeClock);
        var endpoint = (await host.SubscribeAsync(Receiver.At("/").Url)).Endpoint.Id;
        await host.Endpoints.PauseAsync(endpoint, reason: null, WebhookCaller.Application);
        var receipt = await PublishAsync(host, new PublishOptions { ExpiresAt = host.Clock.GetUtcNow().AddSeconds(30) });

        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await host.Endpoints.ResumeAsync(endpoint, WebhookCaller.Application);

        var dead = (await host.WaitForAsync(all => all.Single().Status == DeliveryStatus.Dead, receipt.EventId, Moment))[0];
        var details = await host.History.FindDeliveryAsync(new DeliveryQuery { Id = dead.Id });
        Assert.Multiple(() =>
        {
            Assert.That(dead.DeadReason, Is.EqualTo(DeadLetterReason.Expired));
            Assert.That(details!.Attempts.Single().Outcome, Is.EqualTo(AttemptOutcome.Expired));
            Assert.That(details.Attempts.Single().Error, Does.Contain("expired"));
            Assert.That(Receiver.Requests, Is.Empty);
        });
        Assert.That((await host.Endpoints.FindAsync(endpoint, WebhookCaller.Application))!.FailingSince, Is.Null);
    }

    [Test]
    public async Task A_failure_whose_next_attempt_would_come_too_late_is_the_last()
    {
        var host = await StartHostAsync(UseFakeClock, NoJitter);
        await host.SubscribeAsync(Receiver.At("/").AnswerAlways(500).Url);

        var expiresAt = host.Clock.GetUtcNow().AddMinutes(1);
        var receipt = await PublishAsync(host, new PublishOptions { ExpiresAt = expiresAt });

        var dead = (await host.WaitForAsync(all => all.Single().Status == DeliveryStatus.Dead, receipt.EventId, Moment))[0];
        var details = await host.History.FindDeliveryAsync(new DeliveryQuery { Id = dead.Id });
        Assert.Multiple(() =>
        {
            Assert.That(dead.DeadReason, Is.EqualTo(DeadLetterReason.Expired));
            Assert.That(dead.EndedAt, Is.LessThan(expiresAt));
            Assert.That(details!.Attempts.Select(attempt => attempt.Outcome), Is.EqualTo([AttemptOutcome.HttpFailure, AttemptOutcome.HttpFailure]));
            Assert.That(details.Attempts[^1].NextAttemptAt, Is.Null);
        });
    }

    [Test]
    public async Task What_arrives_before_it_expires_has_arrived()
    {
        var host = await StartHostAsync(UseFakeClock, NoJitter);
        await host.SubscribeAsync(Receiver.At("/").Answer(500).Url);

        var receipt = await PublishAsync(host, new PublishOptions { ExpiresAt = host.Clock.GetUtcNow().AddMinutes(1) });

        var sent = await host.WaitForAsync(all => all.Single().Status == DeliveryStatus.Succeeded, receipt.EventId, Moment);
        Assert.That(sent[0].AttemptCount, Is.EqualTo(2));
    }

    [Test]
    public async Task What_has_expired_does_not_wait_for_a_rate_limit()
    {
        var host = await StartHostAsync(UseFakeClock);
        var endpoint = (await host.Endpoints.CreateAsync(
            new EndpointInput { Url = Receiver.At("/").Url, Events = ["*"], RateLimit = new EndpointRateLimit { PerSecond = 0.001 } },
            WebhookCaller.Application)).Endpoint.Id;
        await host.Endpoints.PauseAsync(endpoint, reason: null, WebhookCaller.Application);
        for (var i = 0; i < 20; i++)
        {
            await PublishAsync(host, new PublishOptions { ExpiresAt = host.Clock.GetUtcNow().AddSeconds(30) });
        }

        host.Clock.Advance(TimeSpan.FromMinutes(1));
        var resumedAt = host.Clock.GetUtcNow();
        await host.Endpoints.ResumeAsync(endpoint, WebhookCaller.Application);

        await host.WaitForAsync(all => all.All(delivery => delivery.DeadReason == DeadLetterReason.Expired), step: Moment);
        Assert.That(host.Clock.GetUtcNow() - resumedAt, Is.LessThan(TimeSpan.FromSeconds(500)));
    }

    [Test]
    public async Task An_expired_event_is_not_replayed_by_hand_nor_in_bulk()
    {
        var host = await StartHostAsync(UseFakeClock, ("Retry:Schedule:0", "00:05:00"));
        await host.SubscribeAsync(Receiver.At("/").Answer(500).Url, "short");
        var receipt = await PublishAsync(host, new PublishOptions { ExpiresAt = host.Clock.GetUtcNow().AddMinutes(1) }, "short");
        var dead = (await host.WaitForAsync(all => all.Single().Status == DeliveryStatus.Dead, receipt.EventId))[0];

        var early = await host.Deliveries.ReplayAsync(dead.Id, WebhookCaller.Application);
        await host.WaitForAsync(all => all.Any(delivery => delivery.Status == DeliveryStatus.Succeeded), receipt.EventId);
        host.Clock.Advance(TimeSpan.FromMinutes(2));
        var late = await host.Deliveries.ReplayAsync(dead.Id, WebhookCaller.Application);
        var bulk = await host.Deliveries.ReplayDeadLettersAsync(new DeadLetterSelection(), WebhookCaller.Application);

        Assert.Multiple(() =>
        {
            Assert.That(early.Outcome, Is.EqualTo(ReplayOutcome.Created));
            Assert.That((late.Outcome, late.Delivery), Is.EqualTo((ReplayOutcome.EventExpired, default(DeliveryId?))));
            Assert.That(bulk.Replayed, Is.Zero);
        });
    }

    [Test]
    public async Task Bulk_replay_passes_over_what_has_expired_and_goes_on_behind_it()
    {
        var host = await StartHostAsync(UseFakeClock, ("Retry:Schedule:0", "00:05:00"));
        await host.SubscribeAsync(Receiver.At("/").Answer(500, 500, 500).Url);
        var given = await PublishAsync(host, new PublishOptions { Retry = new RetrySettings { Schedule = [] } });
        await host.WaitForAsync(all => all.Single().Status == DeliveryStatus.Dead, given.EventId);
        for (var i = 0; i < 2; i++)
        {
            var expired = await PublishAsync(host, new PublishOptions { ExpiresAt = host.Clock.GetUtcNow().AddMinutes(1) });
            await host.WaitForAsync(all => all.Single().DeadReason == DeadLetterReason.Expired, expired.EventId);
        }

        var bulk = await host.Deliveries.ReplayDeadLettersAsync(new DeadLetterSelection { Limit = 1 }, WebhookCaller.Application);

        Assert.That((bulk.Replayed, bulk.Skipped), Is.EqualTo((1, 2)));
        await host.WaitForAsync(all => all.Any(delivery => delivery.Status == DeliveryStatus.Succeeded), given.EventId);
    }

    [Test]
    public async Task The_retry_policy_of_an_event_stands_in_for_those_of_its_endpoints()
    {
        var host = await StartHostAsync(UseFakeClock, NoJitter);
        await host.Endpoints.CreateAsync(
            new EndpointInput { Url = Receiver.At("/").AnswerAlways(500).Url, Events = ["*"], Retry = new RetrySettings { Schedule = [TimeSpan.FromMinutes(7)] } },
            WebhookCaller.Application);

        var never = await PublishAsync(host, new PublishOptions { Retry = new RetrySettings { Schedule = [] } });
        var seldom = await PublishAsync(host, new PublishOptions { Retry = new RetrySettings { Schedule = [TimeSpan.FromHours(3)] } });
        var usual = await host.PublishAsync();

        await host.WaitForAsync(all => all.Single().DeadReason == DeadLetterReason.AttemptsExhausted, never.EventId);
        Assert.That(await DelayAsync(host, seldom), Is.EqualTo(TimeSpan.FromHours(3)));
        Assert.That(await DelayAsync(host, usual), Is.EqualTo(TimeSpan.FromMinutes(7)));
    }

    [Test]
    public async Task An_event_may_name_a_policy_of_the_host_s_own()
    {
        var host = await StartHostAsync(services =>
        {
            UseFakeClock(services);
            services.AddKeyedSingleton<IRetryPolicy, InAnHour>("hourly");
        });
        await host.SubscribeAsync(Receiver.At("/").AnswerAlways(500).Url);

        var receipt = await PublishAsync(host, new PublishOptions { Retry = new RetrySettings { Policy = "hourly" } });

        Assert.That(await DelayAsync(host, receipt), Is.EqualTo(TimeSpan.FromHours(1)));
    }

    [Test]
    public async Task The_age_of_an_event_for_later_counts_from_when_it_was_to_be_delivered()
    {
        var host = await StartHostAsync(UseFakeClock);
        await host.SubscribeAsync(Receiver.At("/").AnswerAlways(500).Url);
        var at = host.Clock.GetUtcNow().AddHours(1);
        var retry = new RetrySettings { Exponential = new ExponentialRetrySettings { MaxAge = TimeSpan.FromMinutes(10) } };
        var receipt = await PublishAsync(host, new PublishOptions { DeliverAt = at, Retry = retry });

        host.Clock.Advance(TimeSpan.FromHours(1));

        await host.WaitForAsync(all => all.Single() is { Status: DeliveryStatus.Failed, AttemptCount: 1 }, receipt.EventId, Moment);
    }

    [Test]
    public async Task An_event_reaches_only_the_endpoints_it_names()
    {
        var host = await StartHostAsync();
        var chosen = (await host.SubscribeAsync(Receiver.At("/chosen").Url)).Endpoint.Id;
        await host.SubscribeAsync(Receiver.At("/other").Url);

        var receipt = await PublishAsync(host, new PublishOptions { Endpoints = [chosen] });

        await host.WaitForAsync(all => all.Single().Status == DeliveryStatus.Succeeded, receipt.EventId);
        Assert.That(receipt.DeliveryCount, Is.EqualTo(1));
        Assert.That(Receiver.Requests.Select(request => request.Path), Is.EqualTo(["/chosen"]));
    }

    private static Task<PublishReceipt> PublishAsync(EngineHost host, PublishOptions options, string type = "order.created") =>
        host.Publisher.PublishAsync(type, new { number = 1 }, options);

    private static async Task<TimeSpan?> DelayAsync(EngineHost host, PublishReceipt receipt)
    {
        var failed = await host.WaitForAsync(all => all.Single().Status == DeliveryStatus.Failed, receipt.EventId);
        var attempt = (await host.History.FindDeliveryAsync(new DeliveryQuery { Id = failed[0].Id }))!.Attempts.Single();
        var ended = attempt.StartedAt + attempt.Duration;
        return attempt.NextAttemptAt is { } next ? TimeSpan.FromMinutes(Math.Round((next - ended).TotalMinutes)) : null;
    }

    private sealed class InAnHour : IRetryPolicy
    {
        public RetryDecision Decide(RetryContext context) => RetryDecision.After(TimeSpan.FromHours(1));
    }
}
