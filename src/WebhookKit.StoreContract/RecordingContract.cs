using NUnit.Framework;
using WebhookKit.Storage;

namespace WebhookKit.StoreContract;

/// <summary>What <see cref="IDeliveryStore"/> promises about recording outcomes.</summary>
public abstract class RecordingContract : StoreFixture
{
    [Test]
    public async Task A_success_ends_the_delivery()
    {
        var endpoint = await AddEndpointAsync();
        var delivery = await QueueAsync(endpoint);
        var outcome = Data.Success(delivery);

        var applied = await RecordAsync(outcome);

        var found = (await DetailsAsync(delivery)).Delivery;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(applied, Is.EqualTo([true]));
            Assert.That(found.Status, Is.EqualTo(DeliveryStatus.Succeeded));
            Assert.That(found.AttemptCount, Is.EqualTo(1));
            Assert.That(found.EndedAt, Is.EqualTo(outcome.At));
            Assert.That(found.NextAttemptAt, Is.Null);
            Assert.That(await DueAsync(endpoint), Is.Empty);
        }
    }

    [Test]
    public async Task A_failure_moves_the_due_time()
    {
        var endpoint = await AddEndpointAsync();
        var delivery = await QueueAsync(endpoint);
        var next = Data.Later.AddMinutes(5);

        var applied = await RecordAsync(Data.Retry(delivery, next: next));

        var found = (await DetailsAsync(delivery)).Delivery;
        var lane = await ReadLaneAsync(new LaneRequest { Endpoint = endpoint, Room = 1 });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(applied, Is.EqualTo([true]));
            Assert.That(found.Status, Is.EqualTo(DeliveryStatus.Failed));
            Assert.That(found.AttemptCount, Is.EqualTo(1));
            Assert.That(found.NextAttemptAt, Is.EqualTo(next));
            Assert.That(found.EndedAt, Is.Null);
            Assert.That(lane.Due, Is.Empty);
            Assert.That(lane.NextDueAt, Is.EqualTo(next));
            Assert.That(await DueAsync(endpoint, next), Is.EqualTo([delivery]));
        }
    }

    [Test]
    public async Task Giving_up_makes_a_dead_letter_that_can_be_seen()
    {
        var endpoint = await AddEndpointAsync();
        var delivery = await QueueAsync(endpoint);
        var outcome = Data.GiveUp(delivery);

        var applied = await RecordAsync(outcome);

        var found = (await DetailsAsync(delivery)).Delivery;
        var dead = await ListAsync(new DeliveryListQuery { Status = DeliveryStatus.Dead, Limit = 10 });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(applied, Is.EqualTo([true]));
            Assert.That(found.Status, Is.EqualTo(DeliveryStatus.Dead));
            Assert.That(found.DeadReason, Is.EqualTo(DeadLetterReason.AttemptsExhausted));
            Assert.That(found.EndedAt, Is.EqualTo(outcome.At));
            Assert.That(found.AttemptCount, Is.EqualTo(1));
            Assert.That(dead.Select(one => one.Id), Is.EqualTo([delivery]));
            Assert.That(await DueAsync(endpoint), Is.Empty);
        }
    }

    [Test]
    public async Task Attempts_are_kept_in_order_and_in_full()
    {
        var endpoint = await AddEndpointAsync();
        var delivery = await QueueAsync(endpoint);
        await ApplyAsync(Data.Retry(delivery));
        var attempt = new DeliveryAttempt
        {
            Number = 2,
            StartedAt = ContractData.Start.AddTicks(98_765_430),
            Duration = TimeSpan.FromTicks(1_234_560),
            Outcome = AttemptOutcome.HttpFailure,
            StatusCode = 503,
            Error = "The receiver answered 503.",
            ResponseExcerpt = "<h1>Down ☃</h1>",
            NextAttemptAt = Data.Later.AddTicks(10),
        };

        await ApplyAsync(new DeliveryOutcome
        {
            Delivery = delivery,
            Attempt = attempt,
            Epoch = 3,
            Transition = DeliveryTransition.Retry,
            At = Data.NextTime(),
        });

        var attempts = (await DetailsAsync(delivery)).Attempts;
        var found = attempts[^1];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(attempts.Select(one => one.Number), Is.EqualTo([1, 2]));
            Assert.That(found.StartedAt, Is.EqualTo(attempt.StartedAt));
            Assert.That(found.Duration, Is.EqualTo(attempt.Duration));
            Assert.That(found.Outcome, Is.EqualTo(attempt.Outcome));
            Assert.That(found.StatusCode, Is.EqualTo(503));
            Assert.That(found.Error, Is.EqualTo(attempt.Error));
            Assert.That(found.ResponseExcerpt, Is.EqualTo(attempt.ResponseExcerpt));
            Assert.That(found.NextAttemptAt, Is.EqualTo(attempt.NextAttemptAt));
            Assert.That(found.IsStale, Is.False);
        }
    }

    [Test]
    public async Task Every_kind_of_outcome_can_be_kept([Values] AttemptOutcome kind)
    {
        var endpoint = await AddEndpointAsync();
        var delivery = await QueueAsync(endpoint);

        await ApplyAsync(new DeliveryOutcome
        {
            Delivery = delivery,
            Attempt = Data.Attempt(1, kind, next: Data.Later),
            Epoch = 1,
            Transition = DeliveryTransition.Retry,
            At = Data.NextTime(),
        });

        var attempt = (await DetailsAsync(delivery)).Attempts.Single();
        Assert.That(attempt.Outcome, Is.EqualTo(kind));
        Assert.That(attempt.StatusCode, Is.Null);
    }

    [Test]
    public async Task A_delivery_goes_from_failure_to_failure_to_success()
    {
        var endpoint = await AddEndpointAsync();
        var delivery = await QueueAsync(endpoint);

        await ApplyAsync(Data.Retry(delivery, 1));
        await ApplyAsync(Data.Retry(delivery, 2));
        await ApplyAsync(Data.Success(delivery, 3));

        var details = await DetailsAsync(delivery);
        Assert.That(details.Delivery.AttemptCount, Is.EqualTo(3));
        Assert.That(details.Attempts.Select(one => one.Number), Is.EqualTo([1, 2, 3]));
    }

    [Test]
    public async Task A_batch_may_hold_every_kind_of_outcome_and_is_answered_in_its_own_order()
    {
        var endpoint = await AddEndpointAsync();
        var other = await AddEndpointAsync("order.created", partition: 40);
        var published = new[] { Data.Event(), Data.Event("user.created"), Data.Event("user.created") };
        await AppendAsync(published);
        DeliveryId[] ids = [.. published.Select(one => DeliveryId.First(one.Id, endpoint)), DeliveryId.First(published[0].Id, other)];

        var applied = await RecordAsync(Data.Success(ids[0]), Data.Success(ids[1], 2), Data.GiveUp(ids[2]), Data.Retry(ids[3]));

        Assert.That(applied, Is.EqualTo([true, false, true, true]));
        Assert.That(
            await Task.WhenAll(ids.Select(async id => (await DetailsAsync(id)).Delivery.Status)),
            Is.EqualTo([DeliveryStatus.Succeeded, DeliveryStatus.Pending, DeliveryStatus.Dead, DeliveryStatus.Failed]));
    }

    [Test]
    public async Task Five_hundred_outcomes_go_in_one_call()
    {
        var endpoint = await AddEndpointAsync();
        var events = Enumerable.Range(0, 500).Select(_ => Data.Event()).ToArray();
        await AppendAsync(events);

        var applied = await RecordAsync([.. events.Select(one => Data.Success(DeliveryId.First(one.Id, endpoint)))]);

        Assert.That(applied, Has.Count.EqualTo(500).And.All.True);
        Assert.That(await DueAsync(endpoint), Is.Empty);
    }
}
