using NUnit.Framework;
using WebhookKit.Storage;

namespace WebhookKit.StoreContract;

/// <summary>What <see cref="IDeliveryStore"/> promises about recording the same outcome again, after an answer was lost.</summary>
public abstract class RepeatedOutcomeContract : StoreFixture
{
    [TestCase(DeliveryTransition.Succeed)]
    [TestCase(DeliveryTransition.Retry)]
    [TestCase(DeliveryTransition.GiveUp)]
    public async Task Recording_an_outcome_again_is_answered_as_the_first_time_and_changes_nothing(DeliveryTransition transition)
    {
        var endpoint = await AddEndpointAsync();
        var delivery = await QueueAsync(endpoint);
        var outcome = transition switch
        {
            DeliveryTransition.Succeed => Data.Success(delivery),
            DeliveryTransition.Retry => Data.Retry(delivery),
            _ => Data.GiveUp(delivery),
        };
        await ApplyAsync(outcome);
        var before = await DetailsAsync(delivery);

        var again = await RecordAsync(outcome);

        var after = await DetailsAsync(delivery);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(again, Is.EqualTo([true]));
            Assert.That(after.Attempts, Has.Count.EqualTo(1));
            Assert.That(after.Delivery.Status, Is.EqualTo(before.Delivery.Status));
            Assert.That(after.Delivery.AttemptCount, Is.EqualTo(1));
            Assert.That(after.Delivery.NextAttemptAt, Is.EqualTo(before.Delivery.NextAttemptAt));
        }
    }

    [Test]
    public async Task Recording_an_outcome_again_after_the_next_one_is_answered_as_the_first_time()
    {
        var endpoint = await AddEndpointAsync();
        var delivery = await QueueAsync(endpoint);
        var first = Data.Retry(delivery);
        await ApplyAsync(first);
        await ApplyAsync(Data.Success(delivery, 2));

        var again = await RecordAsync(first);

        Assert.That(again, Is.EqualTo([true]));
        Assert.That((await DetailsAsync(delivery)).Attempts, Has.Count.EqualTo(2));
        Assert.That((await DetailsAsync(delivery)).Delivery.Status, Is.EqualTo(DeliveryStatus.Succeeded));
    }

    [Test]
    public async Task Recording_a_stale_outcome_again_is_still_stale_and_kept_once()
    {
        var endpoint = await AddEndpointAsync();
        var delivery = await QueueAsync(endpoint);
        await ApplyAsync(Data.Success(delivery, epoch: 2));
        var stale = Data.Retry(delivery, epoch: 1);
        await RecordAsync(stale);

        var again = await RecordAsync(stale);

        Assert.That(again, Is.EqualTo([false]));
        Assert.That((await DetailsAsync(delivery)).Attempts, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_batch_that_was_recorded_in_part_can_be_recorded_again()
    {
        var endpoint = await AddEndpointAsync();
        var first = Data.Success(await QueueAsync(endpoint));
        var second = Data.Retry(await QueueAsync(endpoint));
        await ApplyAsync(first);

        var applied = await RecordAsync(first, second);

        Assert.That(applied, Is.EqualTo([true, true]));
        Assert.That((await DetailsAsync(first.Delivery)).Attempts, Has.Count.EqualTo(1));
        Assert.That((await DetailsAsync(second.Delivery)).Attempts, Has.Count.EqualTo(1));
    }
}
