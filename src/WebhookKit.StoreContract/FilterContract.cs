using NUnit.Framework;
using WebhookKit.Storage;

namespace WebhookKit.StoreContract;

/// <summary>What <see cref="IDeliveryStore"/> promises about deliveries that the filter of their endpoint does not let through.</summary>
public abstract class FilterContract : StoreFixture
{
    [Test]
    public async Task A_filtered_delivery_has_ended_and_says_why()
    {
        var endpoint = await AddEndpointAsync();
        var delivery = await QueueAsync(endpoint);
        var outcome = Filtered(delivery, "The condition on total ($gte) does not hold.");

        var applied = await RecordAsync(outcome);

        var details = await DetailsAsync(delivery);
        var attempt = details.Attempts.Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(applied, Is.EqualTo([true]));
            Assert.That(details.Delivery.Status, Is.EqualTo(DeliveryStatus.Filtered));
            Assert.That(details.Delivery.EndedAt, Is.EqualTo(outcome.At));
            Assert.That(details.Delivery.NextAttemptAt, Is.Null);
            Assert.That(details.Delivery.AttemptCount, Is.EqualTo(1));
            Assert.That((attempt.Outcome, attempt.Error, attempt.IsStale), Is.EqualTo((AttemptOutcome.Filtered, outcome.Attempt.Error, false)));
            Assert.That(await DueAsync(endpoint), Is.Empty);
        }
    }

    [Test]
    public async Task It_is_listed_by_its_status_and_is_no_success()
    {
        var endpoint = await AddEndpointAsync();
        var other = await AddEndpointAsync(partition: 40);
        var published = Data.Event();
        await AppendAsync(published);
        var filtered = DeliveryId.First(published.Id, endpoint);
        await ApplyAsync(Data.Filtered(filtered));
        await ApplyAsync(Data.Success(DeliveryId.First(published.Id, other)));

        using (Assert.EnterMultipleScope())
        {
            foreach (var query in Enumerable.Range(0, 8))
            {
                var found = await ListAsync(new DeliveryListQuery
                {
                    Status = DeliveryStatus.Filtered,
                    Endpoint = (query & 1) == 0 ? null : endpoint,
                    Event = (query & 2) == 0 ? null : published.Id,
                    Owner = (query & 4) == 0 ? null : "",
                    Limit = 10,
                });
                Assert.That(found.Select(one => one.Id), Is.EqualTo([filtered]), $"Query {query}.");
            }

            Assert.That(await ListAsync(new DeliveryListQuery { Status = DeliveryStatus.Filtered, Endpoint = other, Limit = 10 }), Is.Empty);
            Assert.That(await ListAsync(new DeliveryListQuery { Status = DeliveryStatus.Succeeded, Endpoint = endpoint, Limit = 10 }), Is.Empty);
            Assert.That(await ListAsync(), Has.Count.EqualTo(2));
        }
    }

    [Test]
    public async Task It_may_come_after_attempts_that_failed()
    {
        var endpoint = await AddEndpointAsync();
        var delivery = await QueueAsync(endpoint);
        await ApplyAsync(Data.Retry(delivery));

        await ApplyAsync(Data.Filtered(delivery, number: 2));

        var details = await DetailsAsync(delivery);
        Assert.That((details.Delivery.Status, details.Delivery.AttemptCount), Is.EqualTo((DeliveryStatus.Filtered, 2)));
        Assert.That(details.Attempts.Select(one => one.Outcome), Is.EqualTo([AttemptOutcome.HttpFailure, AttemptOutcome.Filtered]));
    }

    [Test]
    public async Task One_that_comes_too_late_changes_nothing()
    {
        var endpoint = await AddEndpointAsync();
        var delivery = await QueueAsync(endpoint);
        await ApplyAsync(Data.Success(delivery, epoch: 2));

        var applied = await RecordAsync(Data.Filtered(delivery, epoch: 1));

        var details = await DetailsAsync(delivery);
        Assert.That(applied, Is.EqualTo([false]));
        Assert.That(details.Delivery.Status, Is.EqualTo(DeliveryStatus.Succeeded));
        Assert.That(details.Attempts.Count(one => one.IsStale), Is.EqualTo(1));
        Assert.That(await ListAsync(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task It_is_answered_again_as_the_first_time_and_no_success_replaces_it()
    {
        var endpoint = await AddEndpointAsync();
        var delivery = await QueueAsync(endpoint);
        var outcome = Data.Filtered(delivery);

        var first = await RecordAsync(outcome);
        var again = await RecordAsync(outcome);
        var late = await RecordAsync(Data.Success(delivery, epoch: 2));

        Assert.That((first[0], again[0], late[0]), Is.EqualTo((true, true, false)));
        Assert.That((await DetailsAsync(delivery)).Delivery.Status, Is.EqualTo(DeliveryStatus.Filtered));
    }

    [Test]
    public async Task It_goes_with_other_outcomes_in_one_batch()
    {
        var endpoint = await AddEndpointAsync();
        DeliveryId[] ids = [await QueueAsync(endpoint), await QueueAsync(endpoint), await QueueAsync(endpoint), await QueueAsync(endpoint), await QueueAsync(endpoint)];

        var applied = await RecordAsync(Data.Filtered(ids[0]), Data.Success(ids[1]), Data.Filtered(ids[2], number: 2), Data.Retry(ids[3]), Data.GiveUp(ids[4]));

        Assert.That(applied, Is.EqualTo([true, true, false, true, true]));
        Assert.That(
            await Task.WhenAll(ids.Select(async id => (await DetailsAsync(id)).Delivery.Status)),
            Is.EqualTo([DeliveryStatus.Filtered, DeliveryStatus.Succeeded, DeliveryStatus.Pending, DeliveryStatus.Failed, DeliveryStatus.Dead]));
    }

    [Test]
    public async Task A_replay_can_be_told_from_a_first_delivery()
    {
        var endpoint = await AddEndpointAsync();
        var original = await QueueAsync(endpoint);
        await ApplyAsync(Data.Filtered(original));
        await QueueAsync(endpoint);
        await Store.Commands.ReplayAsync(Data.Replay(original));

        var lane = await ReadLaneAsync(new LaneRequest { Endpoint = endpoint, Room = 10 });

        Assert.That(lane.Due.Select(due => (due.EventId.Value == original.Key, due.IsReplay)), Is.EquivalentTo(new[] { (false, false), (true, true) }));
    }

    private DeliveryOutcome Filtered(DeliveryId delivery, string why)
    {
        var outcome = Data.Filtered(delivery);
        return new DeliveryOutcome
        {
            Delivery = delivery,
            Attempt = new DeliveryAttempt
            {
                Number = 1,
                StartedAt = outcome.Attempt.StartedAt,
                Duration = TimeSpan.Zero,
                Outcome = AttemptOutcome.Filtered,
                Error = why,
            },
            Epoch = outcome.Epoch,
            Transition = outcome.Transition,
            At = outcome.At,
        };
    }
}
