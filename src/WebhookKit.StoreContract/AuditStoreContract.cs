using NUnit.Framework;
using WebhookKit.Storage;

namespace WebhookKit.StoreContract;

/// <summary>What <see cref="IAuditStore"/> promises, and the other seams about writing to it.</summary>
public abstract class AuditStoreContract : StoreFixture
{
    [Test]
    public async Task An_entry_comes_back_in_full()
    {
        var record = Data.Endpoint(owner: "a");
        var audit = new AuditEntry
        {
            Id = Data.NextKey(),
            At = ContractData.Start.AddTicks(1_234_560),
            Actor = "Ümit",
            Action = "endpoint.created",
            Target = record.Endpoint.Id.ToString(),
            Owner = "a",
            Reason = "new customer ☃",
            Changes =
            [
                new AuditChange { Field = "url", Before = "https://example.com/\"a\"", After = "https://example.com/ü☃?(hidden)" },
                new AuditChange { Field = "secret", After = "(changed)" },
                new AuditChange { Field = "description", Before = "" },
            ],
        };
        await Store.Endpoints.CreateAsync(new EndpointCreation { Record = record, Audit = audit });

        var found = (await ListAuditAsync()).Items.Single();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(found.Id, Is.EqualTo(audit.Id));
            Assert.That(found.At, Is.EqualTo(audit.At));
            Assert.That(found.Actor, Is.EqualTo(audit.Actor));
            Assert.That(found.Action, Is.EqualTo(audit.Action));
            Assert.That(found.Target, Is.EqualTo(audit.Target));
            Assert.That(found.Owner, Is.EqualTo(audit.Owner));
            Assert.That(found.Reason, Is.EqualTo(audit.Reason));
            Assert.That(
                found.Changes.Select(change => (change.Field, change.Before, change.After)),
                Is.EqualTo(audit.Changes.Select(change => (change.Field, change.Before, change.After))));
        }
    }

    [Test]
    public async Task What_changes_nothing_is_written_down_too_with_where_it_came_from()
    {
        var source = new AuditSource { Scheme = "Bearer", Address = "2001:db8::1", RequestId = "0HN-ü:1" };
        AuditEntry[] entries = [Entry(source), Entry(new AuditSource { Address = "192.0.2.1" }), Entry(source: null)];
        foreach (var entry in entries)
        {
            await Store.Audit.AddAsync(entry);
        }

        var found = (await ListAuditAsync()).Items.Reverse().ToArray();

        Assert.That(found.Select(entry => (entry.Id, entry.Action, entry.Target)), Is.EqualTo(entries.Select(entry => (entry.Id, entry.Action, entry.Target))));
        Assert.That(
            found.Select(entry => (entry.Source?.Scheme, entry.Source?.Address, entry.Source?.RequestId)),
            Is.EqualTo(entries.Select(entry => (entry.Source?.Scheme, entry.Source?.Address, entry.Source?.RequestId))));
        Assert.That(found[^1].Source, Is.Null);
        Assert.That(found.Select(entry => entry.Changes), Is.All.Empty);

        AuditEntry Entry(AuditSource? source) => new()
        {
            Id = Data.NextKey(),
            At = Data.NextTime(),
            Actor = "olga",
            Action = "event.payload_read",
            Target = "evt_1",
            Owner = "a",
            Source = source,
        };
    }

    [Test]
    public async Task Every_change_is_written_down()
    {
        var record = Data.Endpoint();
        var endpoint = record.Endpoint.Id;
        var created = await Store.Endpoints.CreateAsync(Data.Creation(record));
        var update = new EndpointUpdate { Record = created, ExpectedRevision = created.Revision, Audit = Data.Audit("update", action: "endpoint.updated") };
        await Store.Endpoints.UpdateAsync(update);
        var delivery = await QueueAsync(endpoint);
        await Store.Commands.CancelAsync(Data.Cancellation(delivery));
        await Store.Commands.ReplayAsync(Data.Replay(delivery));
        await Store.Endpoints.SetStatusAsync(Data.StatusChange(endpoint, EndpointStatus.Disabled));
        await Store.Endpoints.DeleteAsync(Data.Deletion(endpoint));

        var actions = (await ListAuditAsync()).Items.Select(entry => entry.Action);

        string[] newestFirst =
            ["endpoint.deleted", "endpoint.status", "delivery.replayed", "delivery.cancelled", "endpoint.updated", "endpoint.created"];
        Assert.That(actions, Is.EqualTo(newestFirst));
    }

    [Test]
    public async Task What_the_machine_does_is_not_written_down()
    {
        var endpoint = await AddEndpointAsync();
        var before = await AuditCountAsync();

        await DeadLetterAsync(endpoint);
        await Store.Retention.PurgeAsync(new PurgeRequest { DeadBefore = Data.Later, Limit = 5 });

        Assert.That(await AuditCountAsync(), Is.EqualTo(before));
    }

    [Test]
    public async Task A_missing_reason_is_missing()
    {
        var record = Data.Endpoint();
        var audit = Data.Audit(record.Endpoint.Id.ToString(), reason: null);
        await Store.Endpoints.CreateAsync(new EndpointCreation { Record = record, Audit = audit });

        Assert.That((await ListAuditAsync()).Items.Single().Reason, Is.Null);
    }

    [Test]
    public async Task Entries_are_listed_newest_first_page_by_page()
    {
        for (var i = 0; i < 5; i++)
        {
            await AddEndpointAsync();
        }

        var all = (await ListAuditAsync()).Items.Select(entry => entry.Id).ToArray();
        var first = await ListAuditAsync(limit: 2);
        var second = await ListAuditAsync(limit: 2, after: first.Items[^1].Id);
        var third = await ListAuditAsync(limit: 2, after: second.Items[^1].Id);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(all, Is.Ordered.Descending.And.Length.EqualTo(5));
            Assert.That(first.Items.Concat(second.Items).Concat(third.Items).Select(entry => entry.Id), Is.EqualTo(all));
            Assert.That(new[] { first, second, third }.Select(page => page.HasMore), Is.EqualTo([true, true, false]));
            Assert.That((await ListAuditAsync(limit: 5)).HasMore, Is.False);
        }
    }

    [Test]
    public async Task Only_one_owner_or_target_is_listed()
    {
        var first = await AddEndpointAsync(owner: "a");
        var second = await AddEndpointAsync(owner: "a");
        await AddEndpointAsync(owner: "b");

        var ofOwner = await ListAuditAsync(owner: "a");
        var ofTarget = await ListAuditAsync(target: first.ToString());
        var ofBoth = await ListAuditAsync(owner: "b", target: first.ToString());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(ofOwner.Items.Select(entry => entry.Target), Is.EqualTo([second.ToString(), first.ToString()]));
            Assert.That(ofTarget.Items.Select(entry => entry.Target), Is.EqualTo([first.ToString()]));
            Assert.That(ofBoth.Items, Is.Empty);
        }
    }

    private async Task<AuditPage> ListAuditAsync(string? owner = null, string? target = null, Guid? after = null, int limit = 100) =>
        await Store.Audit.ListAsync(new AuditListQuery { Owner = owner, Target = target, After = after, Limit = limit });
}
