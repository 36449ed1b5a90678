using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Observing;
using WebhookKit.Retrying;
using WebhookKit.Storage;
using WebhookKit.Testing;

namespace WebhookKit.Tests.Engine;

internal sealed class FaultTests(EngineStore store) : EngineFixture(store)
{
    [Test]
    public async Task Nothing_is_lost_or_resent_while_outcomes_cannot_be_recorded_and_nothing_new_is_sent()
    {
        var host = await StartOnFaultyStoreAsync();
        var faults = host.Faults;
        await host.SubscribeAsync(Receiver.At("/").Url);
        await host.PublishAsync();
        await host.WaitForAsync(all => all.Count == 1 && all[0].Status == DeliveryStatus.Succeeded);

        faults.FailRecording = () => new WebhookStoreException("The disk is full.", isTransient: true);
        await host.PublishManyAsync(500);
        await faults.WaitForFailuresAsync(5);
        var sentWhileFailing = Receiver.Requests.Count;
        faults.FailRecording = null;

        await host.WaitForAsync(all => all.Count == 501 && all.All(delivery => delivery.Status == DeliveryStatus.Succeeded));
        Assert.Multiple(() =>
        {
            Assert.That(sentWhileFailing, Is.LessThan(100), "Sending must stop soon after recording does.");
            Assert.That(Receiver.Requests, Has.Count.EqualTo(501));
        });
    }

    [Test]
    public async Task Every_loop_survives_a_store_that_throws_anything()
    {
        var host = await StartOnFaultyStoreAsync();
        var faults = host.Faults;
        await host.SubscribeAsync(Receiver.At("/").Url);
        faults.FailReading = _ => new InvalidOperationException("Out of the blue.");
        faults.FailRecording = () => new TimeoutException("Out of the blue.");
        await host.PublishManyAsync(20);
        await faults.WaitForFailuresAsync(3);
        faults.FailReading = null;
        await Receiver.WaitForAsync(1, EngineHost.Patience);
        await faults.WaitForFailuresAsync(3);

        faults.FailRecording = null;

        await host.WaitForAsync(all => all.Count == 20 && all.All(delivery => delivery.Status == DeliveryStatus.Succeeded));
    }

    [Test]
    public async Task An_outcome_that_the_database_refuses_does_not_keep_the_others_from_being_recorded()
    {
        var host = await StartOnFaultyStoreAsync(("Dispatching:Circuit:Enabled", "false"));
        var faults = host.Faults;
        await host.SubscribeAsync(Receiver.At("/poison").AnswerAlways(new ReceiverAnswer { StatusCode = 500, Body = "poison"u8.ToArray() }).Url);
        await host.SubscribeAsync(Receiver.At("/good").Url);
        faults.Refuses = outcome => outcome.Attempt.ResponseExcerpt == "poison";

        await host.PublishManyAsync(20);

        var all = await host.WaitForAsync(all => all.Count(delivery => delivery.Status == DeliveryStatus.Succeeded) == 20 && all.Count(delivery => delivery.Status == DeliveryStatus.Failed) == 20);
        var details = await host.History.FindDeliveryAsync(new DeliveryQuery { Id = all.First(delivery => delivery.Status == DeliveryStatus.Failed).Id });
        Assert.That(details!.Attempts[0].ResponseExcerpt, Is.Null);
    }

    [Test]
    public async Task An_observer_that_throws_changes_nothing()
    {
        var host = await StartHostAsync(services => services.AddSingleton<IDeliveryObserver, ThrowingObserver>());
        await host.SubscribeAsync(Receiver.At("/").Url);

        await host.PublishAsync();

        await host.WaitForAsync(all => all.Count == 1 && all[0].Status == DeliveryStatus.Succeeded);
    }

    [Test]
    public async Task A_delivery_whose_retry_policy_throws_follows_the_default_schedule_into_the_dead_letters()
    {
        var host = await StartHostAsync(services =>
        {
            UseFakeClock(services);
            services.AddSingleton<IRetryPolicy, ThrowingPolicy>();
        });
        await host.SubscribeAsync(Receiver.At("/").AnswerAlways(500).Url);
        await host.PublishAsync();

        for (var attempt = 1; attempt < 10; attempt++)
        {
            var failed = await host.WaitForAsync(all => all.Single().AttemptCount == attempt && all.Single().NextAttemptAt is not null);
            host.Clock.Advance(failed[0].NextAttemptAt!.Value - host.Clock.GetUtcNow() + TimeSpan.FromSeconds(1));
        }

        var dead = await host.WaitForAsync(all => all.Single().Status == DeliveryStatus.Dead);
        Assert.That(dead[0].AttemptCount, Is.EqualTo(10));
    }

    private sealed class ThrowingObserver : IDeliveryObserver
    {
        public void AttemptRecorded(AttemptObservation observation) => throw new InvalidOperationException("The dashboard is gone.");
    }

    private sealed class ThrowingPolicy : IRetryPolicy
    {
        public RetryDecision Decide(RetryContext context) => throw new InvalidOperationException("Off by one.");
    }
}
