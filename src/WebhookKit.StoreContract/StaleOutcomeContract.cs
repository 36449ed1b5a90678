using NUnit.Framework;
using WebhookKit.Storage;

namespace WebhookKit.StoreContract;

/// <summary>What <see cref="IDeliveryStore"/> promises about outcomes that come too late.</summary>
public abstract class StaleOutcomeContract : StoreFixture
{
    [Test]
    public async Task A_stale_outcome_changes_nothing_and_is_kept_in_the_log()
    {
        var endpoint = await AddEndpointAsync();
        var delivery = await QueueAsync(endpoint);
        var next = Data.Later.AddMinutes(5);
        await ApplyAsync(Data.Retry(delivery, next: next, epoch: 2));

        var applied = await RecordAsync(Data.Success(delivery, epoch: 1));

        var details = await DetailsAsync(delivery);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(applied, Is.EqualTo([false]));
            Assert.That(details.Delivery.Status, Is.EqualTo(DeliveryStatus.Failed));
            Assert.That(details.Delivery.AttemptCount, Is.EqualTo(1));
            Assert.That(details.Delivery.NextAttemptAt, Is.EqualTo(next));
            Assert.That(details.Attempts.Select(one => one.Number), Is.EqualTo([1, 1]));
            Assert.That(details.Attempts.Single(one => one.IsStale).Outcome, Is.EqualTo(AttemptOutcome.Succeeded));
        }
    }

    [Test]
    public async Task An_outcome_from_ahead_of_the_delivery_is_stale_too()
    {
        var endpoint = await AddEndpointAsync();
        var delivery = await QueueAsync(endpoint);

        var applied = await RecordAsync(Data.GiveUp(delivery, number: 2));

        Assert.That(applied, Is.EqualTo([false]));
        Assert.That(await DueAsync(endpoint), Is.EqualTo([delivery]));
    }

    [Test]
    public async Task A_zombie_does_not_undo_a_success()
    {
        var endpoint = await AddEndpointAsync();
        var delivery = await QueueAsync(endpoint);
        await ApplyAsync(Data.Success(delivery, epoch: 2));

        var applied = await RecordAsync(Data.GiveUp(delivery, epoch: 1));

        var details = await DetailsAsync(delivery);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(applied, Is.EqualTo([false]));
            Assert.That(details.Delivery.Status, Is.EqualTo(DeliveryStatus.Succeeded));
            Assert.That(details.Attempts.Count(one => one.IsStale), Is.EqualTo(1));
            Assert.That(await DueAsync(endpoint), Is.Empty);
        }
    }

    [Test]
    public async Task A_zombie_does_not_raise_a_dead_letter()
    {
        var endpoint = await AddEndpointAsync();
        var delivery = await QueueAsync(endpoint);
        await ApplyAsync(Data.GiveUp(delivery, epoch: 2));

        var applied = await RecordAsync(Data.Success(delivery, epoch: 1));

        Assert.That(applied, Is.EqualTo([false]));
        Assert.That((await DetailsAsync(delivery)).Delivery.Status, Is.EqualTo(DeliveryStatus.Dead));
    }

    [Test]
    public async Task An_outcome_for_a_cancelled_delivery_is_stale()
    {
        var endpoint = await AddEndpointAsync();
        var delivery = await QueueAsync(endpoint);
        await Store.Commands.CancelAsync(Data.Cancellation(delivery));

        await AssertStaleAndCancelledAsync(delivery);
    }

    [Test]
    public async Task An_outcome_for_a_delivery_of_a_disabled_endpoint_is_stale()
    {
        var endpoint = await AddEndpointAsync();
        var delivery = await QueueAsync(endpoint);
        await DisableAsync(endpoint);

        await AssertStaleAndCancelledAsync(delivery);
    }

    [Test]
    public async Task An_outcome_for_a_delivery_of_a_deleted_endpoint_is_stale()
    {
        var endpoint = await AddEndpointAsync();
        var delivery = await QueueAsync(endpoint);
        await DeleteAsync(endpoint);

        await AssertStaleAndCancelledAsync(delivery);
    }

    [Test]
    public async Task An_outcome_for_a_delivery_that_never_was_is_stale()
    {
        var unknown = new DeliveryId(Data.NextKey(), Data.NextEndpointId());

        var applied = await RecordAsync(Data.Success(unknown));

        Assert.That(applied, Is.EqualTo([false]));
    }

    [Test]
    public async Task Of_many_outcomes_for_one_attempt_exactly_one_applies()
    {
        var endpoint = await AddEndpointAsync();
        var delivery = await QueueAsync(endpoint);
        var outcomes = Enumerable.Range(1, 12).Select(epoch => Data.Retry(delivery, epoch: epoch)).ToArray();

        var answers = await Task.WhenAll(outcomes.Select(outcome => Task.Run(() => RecordAsync(outcome))));

        var details = await DetailsAsync(delivery);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answers.Count(answer => answer[0]), Is.EqualTo(1));
            Assert.That(details.Delivery.AttemptCount, Is.EqualTo(1));
            Assert.That(details.Attempts, Has.Count.EqualTo(12));
            Assert.That(details.Attempts.Count(one => !one.IsStale), Is.EqualTo(1));
        }
    }

    private async Task AssertStaleAndCancelledAsync(DeliveryId delivery)
    {
        var applied = await RecordAsync(Data.Success(delivery));

        var details = await DetailsAsync(delivery);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(applied, Is.EqualTo([false]));
            Assert.That(details.Delivery.Status, Is.EqualTo(DeliveryStatus.Cancelled));
            Assert.That(details.Attempts.Single().IsStale, Is.True);
        }
    }
}
