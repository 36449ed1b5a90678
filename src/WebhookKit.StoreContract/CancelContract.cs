using NUnit.Framework;
using WebhookKit.Storage;

namespace WebhookKit.StoreContract;

/// <summary>What <see cref="IDeliveryCommandStore"/> promises about cancelling a delivery.</summary>
public abstract class CancelContract : StoreFixture
{
    [TestCase(DeliveryStatus.Pending)]
    [TestCase(DeliveryStatus.Failed)]
    public async Task A_delivery_that_is_pending_is_cancelled_and_says_why_and_who(DeliveryStatus status)
    {
        var endpoint = await AddEndpointAsync();
        var delivery = await QueueAsync(endpoint);
        await BringToAsync(delivery, status);
        var request = Data.Cancellation(delivery);

        var outcome = await Store.Commands.CancelAsync(request);

        var found = (await DetailsAsync(delivery)).Delivery;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome, Is.EqualTo(CancelOutcome.Cancelled));
            Assert.That(found.Status, Is.EqualTo(DeliveryStatus.Cancelled));
            Assert.That(found.CancelReason, Is.EqualTo("wrong data"));
            Assert.That(found.CancelledBy, Is.EqualTo(request.Audit.Actor));
            Assert.That(found.EndedAt, Is.EqualTo(request.At));
            Assert.That(found.AttemptCount, Is.EqualTo(status == DeliveryStatus.Failed ? 1 : 0));
            Assert.That(await DueAsync(endpoint), Is.Empty);
        }
    }

    [TestCase(DeliveryStatus.Succeeded)]
    [TestCase(DeliveryStatus.Filtered)]
    [TestCase(DeliveryStatus.Dead)]
    [TestCase(DeliveryStatus.Cancelled)]
    public async Task A_delivery_that_has_ended_stays_as_it_is(DeliveryStatus status)
    {
        var endpoint = await AddEndpointAsync();
        var delivery = await QueueAsync(endpoint);
        await BringToAsync(delivery, status);
        var before = (await DetailsAsync(delivery)).Delivery;
        var audits = await AuditCountAsync();

        var outcome = await Store.Commands.CancelAsync(Data.Cancellation(delivery));

        var after = (await DetailsAsync(delivery)).Delivery;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome, Is.EqualTo(CancelOutcome.AlreadyEnded));
            Assert.That(after.Status, Is.EqualTo(status));
            Assert.That(after.EndedAt, Is.EqualTo(before.EndedAt));
            Assert.That(await AuditCountAsync(), Is.EqualTo(audits));
        }
    }

    [Test]
    public async Task Only_the_delivery_asked_for_is_cancelled()
    {
        var endpoint = await AddEndpointAsync();
        var other = await AddEndpointAsync();
        var delivery = await QueueAsync(endpoint);
        var next = await QueueAsync(endpoint);

        await Store.Commands.CancelAsync(Data.Cancellation(delivery));

        Assert.That(await DueAsync(endpoint), Is.EqualTo([next]));
        Assert.That(await DueAsync(other), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_delivery_that_never_was_is_not_found()
    {
        var endpoint = await AddEndpointAsync();
        var audits = await AuditCountAsync();

        var outcome = await Store.Commands.CancelAsync(Data.Cancellation(new DeliveryId(Data.NextKey(), endpoint)));

        Assert.That(outcome, Is.EqualTo(CancelOutcome.NotFound));
        Assert.That(await AuditCountAsync(), Is.EqualTo(audits));
    }

    [Test]
    public async Task A_delivery_of_another_owner_is_not_found()
    {
        var endpoint = await AddEndpointAsync(owner: "a");
        var delivery = await QueueAsync(endpoint, Data.Event(owner: "a"));

        var outcome = await Store.Commands.CancelAsync(Data.Cancellation(delivery, owner: "b"));

        Assert.That(outcome, Is.EqualTo(CancelOutcome.NotFound));
        Assert.That(await DueAsync(endpoint), Is.EqualTo([delivery]));
    }

    [Test]
    public async Task Of_cancelling_and_recording_at_once_exactly_one_wins()
    {
        var endpoint = await AddEndpointAsync();
        var deliveries = new List<DeliveryId>();
        for (var i = 0; i < 10; i++)
        {
            deliveries.Add(await QueueAsync(endpoint));
        }

        foreach (var delivery in deliveries)
        {
            var success = Data.Success(delivery);
            var cancellation = Data.Cancellation(delivery);

            var recording = Task.Run(() => RecordAsync(success));
            var cancelling = Task.Run(async () => await Store.Commands.CancelAsync(cancellation));

            var isRecorded = (await recording)[0];
            Assert.That(await cancelling == CancelOutcome.Cancelled, Is.EqualTo(!isRecorded));
            var expected = isRecorded ? DeliveryStatus.Succeeded : DeliveryStatus.Cancelled;
            Assert.That((await DetailsAsync(delivery)).Delivery.Status, Is.EqualTo(expected));
        }
    }
}
