using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Signing;
using WebhookKit.Storage;
using WebhookKit.Testing;

namespace WebhookKit.Tests.Engine;

internal sealed class RetryTests(EngineStore store) : EngineFixture(store)
{
    private static readonly (string, string?)[] NoJitter = [("Retry:Jitter", "0"), ("Retry:Schedule:0", "00:00:05"), ("Retry:Schedule:1", "00:05:00")];

    [Test]
    public async Task A_failed_delivery_is_tried_again_when_it_is_due_and_not_before()
    {
        var host = await StartWithFakeClockAsync();
        await host.SubscribeAsync(Receiver.At("/").Answer(500).Url);
        var receipt = await host.PublishAsync();
        var failed = (await host.WaitForAsync(all => all.Any(delivery => delivery.Status == DeliveryStatus.Failed)))[0];

        host.Clock.Advance(failed.NextAttemptAt!.Value - host.Clock.GetUtcNow() - TimeSpan.FromMilliseconds(100));
        await host.PublishAsync("another");
        await Receiver.WaitForAsync(2, EngineHost.Patience);
        var before = Receiver.Requests.Count(request => request.WebhookId == receipt.EventId.ToString());
        host.Clock.Advance(TimeSpan.FromMilliseconds(200));

        await host.WaitForAsync(all => all.Single().Status == DeliveryStatus.Succeeded, receipt.EventId);
        Assert.Multiple(() =>
        {
            Assert.That(before, Is.EqualTo(1));
            Assert.That(Receiver.Requests.Count(request => request.WebhookId == receipt.EventId.ToString()), Is.EqualTo(2));
        });
    }

    [Test]
    public async Task A_delivery_whose_attempts_are_used_up_is_a_dead_letter_with_its_log()
    {
        var host = await StartWithFakeClockAsync();
        await host.SubscribeAsync(Receiver.At("/").AnswerAlways(new ReceiverAnswer { StatusCode = 500, Body = "went wrong"u8.ToArray() }).Url);

        await host.PublishAsync();
        await PassAttemptsAsync(host, 3);

        var dead = (await host.WaitForAsync(all => all.Any(delivery => delivery.Status == DeliveryStatus.Dead)))[0];
        var details = await host.History.FindDeliveryAsync(new DeliveryQuery { Id = dead.Id });
        Assert.Multiple(() =>
        {
            Assert.That(dead.DeadReason, Is.EqualTo(DeadLetterReason.AttemptsExhausted));
            Assert.That(details!.Attempts.Select(attempt => attempt.Number), Is.EqualTo((int[])[1, 2, 3]));
            Assert.That(details.Attempts.Select(attempt => attempt.StatusCode), Is.All.EqualTo(500));
            Assert.That(details.Attempts.Select(attempt => attempt.ResponseExcerpt), Is.All.EqualTo("went wrong"));
            Assert.That(details.Attempts[^1].NextAttemptAt, Is.Null);
        });
    }

    [Test]
    public async Task A_replay_is_a_new_delivery_of_the_same_event()
    {
        var host = await StartWithFakeClockAsync();
        await host.SubscribeAsync(Receiver.At("/").Answer(500, 500, 500).Url);
        var receipt = await host.PublishAsync();
        await PassAttemptsAsync(host, 3);
        var dead = (await host.WaitForAsync(all => all.Any(delivery => delivery.Status == DeliveryStatus.Dead)))[0];

        var replayed = await host.Deliveries.ReplayAsync(dead.Id, WebhookCaller.Application);

        var both = await host.WaitForAsync(all => all.Any(delivery => delivery.Status == DeliveryStatus.Succeeded), receipt.EventId);
        var replay = both.Single(delivery => delivery.Id == replayed.Delivery);
        Assert.Multiple(() =>
        {
            Assert.That(both, Has.Count.EqualTo(2));
            Assert.That(replay.ReplayOf, Is.EqualTo(dead.Id));
            Assert.That(both.Single(delivery => delivery.Id == dead.Id).ReplayedAs, Is.EqualTo(replay.Id));
            Assert.That(Receiver.Requests.Select(request => request.WebhookId), Is.All.EqualTo(receipt.EventId.ToString()));
            Assert.That(Receiver.Requests, Has.Count.EqualTo(4));
        });
    }

    [Test]
    public async Task A_receiver_that_asks_for_time_gets_it()
    {
        var host = await StartWithFakeClockAsync();
        await host.SubscribeAsync(Receiver.At("/").Answer(new ReceiverAnswer { StatusCode = 503, RetryAfter = TimeSpan.FromMinutes(2) }).Url);

        await host.PublishAsync();

        var failed = (await host.WaitForAsync(all => all.Any(delivery => delivery.Status == DeliveryStatus.Failed)))[0];
        var attempt = (await host.History.FindDeliveryAsync(new DeliveryQuery { Id = failed.Id }))!.Attempts[0];
        Assert.Multiple(() =>
        {
            Assert.That(failed.NextAttemptAt, Is.GreaterThanOrEqualTo(attempt.StartedAt + attempt.Duration + TimeSpan.FromMinutes(2)));

            // The store's time may be ahead by what the fake clock went on while the store was asked for it.
            Assert.That(failed.NextAttemptAt, Is.LessThanOrEqualTo(host.Clock.GetUtcNow() + Moment + TimeSpan.FromMinutes(2)));
        });
    }

    [Test]
    public async Task An_endpoint_that_asks_for_time_gets_no_other_delivery_meanwhile_either()
    {
        var host = await StartWithFakeClockAsync();
        var path = Receiver.At("/").AnswerAlways(new ReceiverAnswer { StatusCode = 429, RetryAfter = TimeSpan.FromMinutes(10) });
        await host.SubscribeAsync(path.Url);
        await host.SubscribeAsync(Receiver.At("/lively").Url);
        await host.PublishAsync();
        await host.WaitForAsync(all => all.Count(delivery => delivery.Status == DeliveryStatus.Failed) == 1);

        for (var i = 0; i < 10; i++)
        {
            await host.PublishAsync(number: i);
            host.Clock.Advance(TimeSpan.FromSeconds(3));
            await host.WaitForAsync(all => all.Count(delivery => delivery.Status == DeliveryStatus.Succeeded) == i + 2, step: Moment);
        }

        var meanwhile = Receiver.Requests.Count(request => request.Path == "/");
        path.AnswerAlways(200);
        host.Clock.Advance(TimeSpan.FromMinutes(11));
        await host.WaitForAsync(all => all.Count == 22 && all.All(delivery => delivery.Status == DeliveryStatus.Succeeded), step: Moment);
        Assert.That(meanwhile, Is.EqualTo(1));
    }

    [Test]
    public async Task An_endpoint_that_answers_410_is_disabled_and_its_queue_cancelled()
    {
        var host = await StartHostAsync(NoJitter);
        var path = Receiver.At("/").AnswerAlways(410);
        var endpoint = await host.SubscribeAsync(path.Url);
        var hold = path.Hold();
        for (var i = 0; i < 20; i++)
        {
            await host.PublishAsync(number: i);
        }

        await Receiver.WaitForAsync(1, EngineHost.Patience);
        hold.Dispose();

        await host.WaitForAsync(all => all.Count == 20 && all.All(delivery => delivery.Status == DeliveryStatus.Cancelled));
        var disabled = await host.Endpoints.FindAsync(endpoint.Endpoint.Id, WebhookCaller.Application);
        var receipt = await host.PublishAsync(number: 21);
        Assert.Multiple(() =>
        {
            Assert.That(disabled!.Status, Is.EqualTo(EndpointStatus.Disabled));
            Assert.That(disabled.StatusReason, Does.Contain("410"));
            Assert.That(receipt.DeliveryCount, Is.Zero);
        });
    }

    [Test]
    public async Task A_signer_that_fails_costs_an_attempt_and_never_sends_unsigned()
    {
        var host = await StartHostAsync(services => services.AddSingleton<IWebhookSigner, FailingSigner>(), NoJitter);
        await host.SubscribeAsync(Receiver.At("/").Url);

        await host.PublishAsync();

        var failed = (await host.WaitForAsync(all => all.Any(delivery => delivery.Status == DeliveryStatus.Failed)))[0];
        var details = await host.History.FindDeliveryAsync(new DeliveryQuery { Id = failed.Id });
        Assert.Multiple(() =>
        {
            Assert.That(details!.Attempts[0].Outcome, Is.EqualTo(AttemptOutcome.SigningUnavailable));
            Assert.That(Receiver.Requests, Is.Empty);
        });
    }

    // After a jump that outlasts the leases, sending waits for them to be renewed, and time has to go on for that.
    private static TimeSpan Moment => TimeSpan.FromMilliseconds(100);

    private Task<EngineHost> StartWithFakeClockAsync() =>
        StartHostAsync(UseFakeClock, NoJitter);

    private static async Task PassAttemptsAsync(EngineHost host, int attempts)
    {
        for (var attempt = 1; attempt < attempts; attempt++)
        {
            var made = attempt;
            var waiting = await host.WaitForAsync(all => all.Any(delivery => delivery.AttemptCount == made && delivery.Status == DeliveryStatus.Failed));
            host.Clock.Advance(waiting[0].NextAttemptAt!.Value - host.Clock.GetUtcNow() + TimeSpan.FromMilliseconds(10));
            await host.WaitForAsync(all => all.Any(delivery => delivery.AttemptCount == made + 1), step: Moment);
        }
    }

    private sealed class FailingSigner : IWebhookSigner
    {
        public void Sign(SignatureRequest request, SignatureHeaders headers) => throw new InvalidOperationException("The key vault is on fire.");
    }
}
