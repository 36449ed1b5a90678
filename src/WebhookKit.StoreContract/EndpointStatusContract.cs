using NUnit.Framework;
using WebhookKit.Storage;

namespace WebhookKit.StoreContract;

/// <summary>What <see cref="IEndpointStore"/> promises about disabling, enabling and deleting endpoints.</summary>
public abstract class EndpointStatusContract : StoreFixture
{
    [Test]
    public async Task A_status_is_kept_with_its_reason_and_time()
    {
        var endpoint = await AddEndpointAsync();
        var change = Data.StatusChange(endpoint, EndpointStatus.Disabled, reason: "410 Gone");

        var answered = await Store.Endpoints.SetStatusAsync(change);

        var found = (await FindAsync(endpoint))!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(found.Endpoint.Status, Is.EqualTo(EndpointStatus.Disabled));
            Assert.That(found.Endpoint.StatusReason, Is.EqualTo("410 Gone"));
            Assert.That(found.Endpoint.UpdatedAt, Is.EqualTo(change.At));
            Assert.That(found.Secrets, Has.Count.EqualTo(1));
            Assert.That(answered!.Revision, Is.EqualTo(found.Revision));
        }
    }

    [Test]
    public async Task Disabling_cancels_what_is_pending_and_says_why_and_who()
    {
        var endpoint = await AddEndpointAsync();
        var waiting = await QueueAsync(endpoint);
        var failed = await QueueAsync(endpoint);
        await ApplyAsync(Data.Retry(failed));
        var change = Data.StatusChange(endpoint, EndpointStatus.Disabled, reason: "410 Gone");

        await Store.Endpoints.SetStatusAsync(change);

        await AssertCancelledAsync([waiting, failed], "410 Gone", change.At);
        Assert.That(await DueAsync(endpoint), Is.Empty);
    }

    [Test]
    public async Task Deleting_cancels_what_is_pending_and_says_why_and_who()
    {
        var endpoint = await AddEndpointAsync();
        var waiting = await QueueAsync(endpoint);
        var failed = await QueueAsync(endpoint);
        await ApplyAsync(Data.Retry(failed));
        var deletion = Data.Deletion(endpoint);

        var existed = await Store.Endpoints.DeleteAsync(deletion);

        Assert.That(existed, Is.True);
        await AssertCancelledAsync([waiting, failed], deletion.Audit.Reason, deletion.At);
    }

    [Test]
    public async Task What_has_ended_stays_as_it_is()
    {
        var endpoint = await AddEndpointAsync();
        var succeeded = await QueueAsync(endpoint);
        var dead = await QueueAsync(endpoint);
        await RecordAsync(Data.Success(succeeded), Data.GiveUp(dead));

        await DisableAsync(endpoint);
        await DeleteAsync(endpoint);

        Assert.That((await DetailsAsync(succeeded)).Delivery.Status, Is.EqualTo(DeliveryStatus.Succeeded));
        Assert.That((await DetailsAsync(dead)).Delivery.Status, Is.EqualTo(DeliveryStatus.Dead));
        Assert.That((await DetailsAsync(dead)).Attempts, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task The_deliveries_of_others_are_left_alone()
    {
        var endpoint = await AddEndpointAsync();
        var other = await AddEndpointAsync();
        await AppendAsync(Data.Event());

        await DisableAsync(endpoint);
        await DeleteAsync(endpoint);

        Assert.That(await DueAsync(other), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Enabling_again_does_not_bring_back_what_was_cancelled()
    {
        var endpoint = await AddEndpointAsync();
        var cancelled = await QueueAsync(endpoint);
        await DisableAsync(endpoint);

        await Store.Endpoints.SetStatusAsync(Data.StatusChange(endpoint, EndpointStatus.Enabled));

        Assert.That(await DueAsync(endpoint), Is.Empty);
        Assert.That((await DetailsAsync(cancelled)).Delivery.Status, Is.EqualTo(DeliveryStatus.Cancelled));
    }

    [Test]
    public async Task Enabling_what_is_enabled_cancels_nothing()
    {
        var endpoint = await AddEndpointAsync();
        var waiting = await QueueAsync(endpoint);

        await Store.Endpoints.SetStatusAsync(Data.StatusChange(endpoint, EndpointStatus.Enabled));

        Assert.That(await DueAsync(endpoint), Is.EqualTo([waiting]));
    }

    [Test]
    public async Task A_deleted_endpoint_is_gone_but_its_history_stays()
    {
        var endpoint = await AddEndpointAsync();
        var delivery = await QueueAsync(endpoint);
        await ApplyAsync(Data.Success(delivery));

        await DeleteAsync(endpoint);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await FindAsync(endpoint), Is.Null);
            Assert.That((await Store.Endpoints.ListAsync(new EndpointListQuery { Limit = 5 })).Items, Is.Empty);
            Assert.That((await DetailsAsync(delivery)).Delivery.Status, Is.EqualTo(DeliveryStatus.Succeeded));
            Assert.That(await Store.Endpoints.DeleteAsync(Data.Deletion(endpoint)), Is.False);
        }
    }

    [Test]
    public async Task What_belongs_to_another_owner_is_neither_disabled_nor_deleted()
    {
        var endpoint = await AddEndpointAsync(owner: "a");
        var waiting = await QueueAsync(endpoint, Data.Event(owner: "a"));
        var audits = await AuditCountAsync();

        var disabled = await Store.Endpoints.SetStatusAsync(Data.StatusChange(endpoint, EndpointStatus.Disabled, owner: "b"));
        var deleted = await Store.Endpoints.DeleteAsync(Data.Deletion(endpoint, owner: "b"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(disabled, Is.Null);
            Assert.That(deleted, Is.False);
            Assert.That(await DueAsync(endpoint), Is.EqualTo([waiting]));
            Assert.That(await AuditCountAsync(), Is.EqualTo(audits));
        }
    }

    [Test]
    public async Task Publishing_while_an_endpoint_is_disabled_leaves_nothing_due()
    {
        var endpoint = await AddEndpointAsync();
        var publishing = Enumerable.Range(0, 20).Select(_ => Task.Run(() => AppendAsync(Data.Event())));

        await Task.WhenAll(publishing.Append(Task.Run(() => DisableAsync(endpoint))));

        Assert.That(await DueAsync(endpoint), Is.Empty);
    }

    private async Task AssertCancelledAsync(DeliveryId[] deliveries, string? reason, DateTimeOffset at)
    {
        foreach (var delivery in deliveries)
        {
            var found = (await DetailsAsync(delivery)).Delivery;
            using (Assert.EnterMultipleScope())
            {
                Assert.That(found.Status, Is.EqualTo(DeliveryStatus.Cancelled));
                Assert.That(found.CancelReason, Is.EqualTo(reason));
                Assert.That(found.CancelledBy, Is.EqualTo("ops@example"));
                Assert.That(found.EndedAt, Is.EqualTo(at));
                Assert.That(found.NextAttemptAt, Is.Null);
            }
        }
    }

    private async Task<EndpointRecord?> FindAsync(EndpointId id) => await Store.Endpoints.FindAsync(new EndpointQuery { Id = id });
}
