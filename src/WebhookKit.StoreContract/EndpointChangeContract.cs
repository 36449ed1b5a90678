using NUnit.Framework;
using WebhookKit.Storage;

namespace WebhookKit.StoreContract;

/// <summary>What <see cref="IEndpointStore"/> promises about updating endpoints.</summary>
public abstract class EndpointChangeContract : StoreFixture
{
    [Test]
    public async Task An_update_replaces_what_may_be_replaced()
    {
        var created = await CreateAsync();
        var secret = Data.Secret(42);
        var wanted = Changed(created, secret);

        var updated = (await UpdateAsync(wanted, created.Revision))!;

        var found = (await FindAsync(created.Endpoint.Id))!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(updated.Revision, Is.GreaterThan(created.Revision));
            Assert.That(found.Revision, Is.EqualTo(updated.Revision));
            Assert.That(found.Endpoint.Url, Is.EqualTo("https://elsewhere.example/"));
            Assert.That(found.Endpoint.Events, Is.EqualTo(["user.*"]));
            Assert.That(found.Endpoint.Description, Is.EqualTo("new"));
            Assert.That(found.Endpoint.Metadata, Is.EquivalentTo(wanted.Endpoint.Metadata));
            Assert.That(found.Endpoint.Headers, Is.EquivalentTo(wanted.Endpoint.Headers));
            Assert.That(found.Endpoint.Retry!.Schedule, Is.EqualTo([TimeSpan.Zero]));
            Assert.That((found.Endpoint.RateLimit!.PerSecond, found.Endpoint.RateLimit.Burst), Is.EqualTo((3.0, (int?)null)));
            Assert.That(found.Endpoint.Filter, Is.EqualTo("""{"status":"paid"}"""));
            Assert.That(found.Endpoint.Signers, Is.EqualTo(["github", "standard"]));
            Assert.That(found.Endpoint.Tls!.Pins, Is.EqualTo(wanted.Endpoint.Tls!.Pins));
            Assert.That(found.ClientKey.ToArray(), Is.EqualTo([5, 0, 255]));
            Assert.That(found.Endpoint.UpdatedAt, Is.EqualTo(wanted.Endpoint.UpdatedAt));
            Assert.That(found.Secrets.Select(one => one.Id), Is.EqualTo([secret.Id]));
        }
    }

    [Test]
    public async Task Signers_can_be_given_back_to_the_application()
    {
        var created = await CreateAsync();
        var named = (await UpdateAsync(Changed(created), created.Revision))!;

        await UpdateAsync(new EndpointRecord { Endpoint = created.Endpoint, Secrets = created.Secrets }, named.Revision);

        Assert.That(named.Endpoint.Signers, Has.Count.EqualTo(2));
        Assert.That((await FindAsync(created.Endpoint.Id))!.Endpoint.Signers, Is.Null);
    }

    [Test]
    public async Task An_update_takes_the_client_certificate_away()
    {
        var created = await CreateAsync();
        var updated = (await UpdateAsync(Changed(created), created.Revision))!;

        await UpdateAsync(new EndpointRecord { Endpoint = created.Endpoint, Secrets = created.Secrets }, updated.Revision);

        var found = (await FindAsync(created.Endpoint.Id))!;
        Assert.That((found.Endpoint.Tls, found.ClientKey.Length), Is.EqualTo(((EndpointTls?)null, 0)));
    }

    [Test]
    public async Task A_change_of_status_and_what_is_noted_leave_the_client_certificate()
    {
        var created = await CreateAsync();
        await UpdateAsync(Changed(created), created.Revision);

        await Store.Endpoints.SetStatusAsync(Data.StatusChange(created.Endpoint.Id, EndpointStatus.Paused));
        await Store.Endpoints.NoteFailuresAsync([new EndpointFailure(created.Endpoint.Id, Data.NextTime())]);

        var found = (await FindAsync(created.Endpoint.Id))!;
        Assert.That(found.Endpoint.Tls!.ClientCertificate!.Thumbprint, Is.EqualTo(ContractData.Tls().ClientCertificate!.Thumbprint));
        Assert.That(found.ClientKey.ToArray(), Is.EqualTo([5, 0, 255]));
    }

    [Test]
    public async Task An_update_leaves_status_owner_and_creation_time()
    {
        var created = await CreateAsync("a");
        var disabled = (await Store.Endpoints.SetStatusAsync(Data.StatusChange(created.Endpoint.Id, EndpointStatus.Disabled)))!;

        await UpdateAsync(Changed(created), disabled.Revision);

        var found = (await FindAsync(created.Endpoint.Id))!.Endpoint;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(found.Status, Is.EqualTo(EndpointStatus.Disabled));
            Assert.That(found.StatusReason, Is.EqualTo("because"));
            Assert.That(found.Owner, Is.EqualTo("a"));
            Assert.That(found.CreatedAt, Is.EqualTo(created.Endpoint.CreatedAt));
        }
    }

    [Test]
    public async Task An_update_from_an_old_revision_is_refused_and_changes_nothing()
    {
        var created = await CreateAsync();
        await Store.Endpoints.SetStatusAsync(Data.StatusChange(created.Endpoint.Id, EndpointStatus.Enabled));
        var audits = await AuditCountAsync();

        var updated = await UpdateAsync(Changed(created), created.Revision);

        Assert.That(updated, Is.Null);
        Assert.That((await FindAsync(created.Endpoint.Id))!.Endpoint.Url, Is.EqualTo(created.Endpoint.Url));
        Assert.That(await AuditCountAsync(), Is.EqualTo(audits));
    }

    [Test]
    public async Task An_endpoint_that_does_not_exist_cannot_be_updated()
    {
        Assert.That(await UpdateAsync(Data.Endpoint(), 1), Is.Null);
        Assert.That(await AuditCountAsync(), Is.Zero);
    }

    [Test]
    public async Task Of_many_updates_from_one_revision_exactly_one_wins()
    {
        var created = await CreateAsync();
        var updates = Enumerable.Range(0, 8).Select(_ => Changed(created)).ToArray();

        var answers = await Task.WhenAll(updates.Select(update => Task.Run(() => UpdateAsync(update, created.Revision))));

        Assert.That(answers.Count(answer => answer is not null), Is.EqualTo(1));
        Assert.That(await AuditCountAsync(), Is.EqualTo(2));
    }

    [Test]
    public async Task New_subscriptions_are_for_later_events_only()
    {
        var created = await CreateAsync();
        var id = created.Endpoint.Id;
        var before = Data.Event("user.created");
        await AppendAsync(before);

        await UpdateAsync(Changed(created), created.Revision);

        var matching = (await AppendAsync(Data.Event("user.created"))).Single();
        var noLonger = (await AppendAsync(Data.Event("order.created"))).Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(matching.Endpoints, Is.EqualTo([id]));
            Assert.That(noLonger.Endpoints, Is.Empty);
            Assert.That(await DueAsync(id), Is.EqualTo([DeliveryId.First(matching.Id, id)]));
        }
    }

    [Test]
    public async Task What_was_queued_before_an_update_stays_queued()
    {
        var created = await CreateAsync();
        var queued = await QueueAsync(created.Endpoint.Id, Data.Event("order.created"));

        await UpdateAsync(Changed(created), created.Revision);

        Assert.That(await DueAsync(created.Endpoint.Id), Is.EqualTo([queued]));
    }

    [Test]
    public async Task The_revision_grows_with_every_change()
    {
        var created = await CreateAsync();
        var id = created.Endpoint.Id;

        var disabled = (await Store.Endpoints.SetStatusAsync(Data.StatusChange(id, EndpointStatus.Disabled)))!;
        var enabled = (await Store.Endpoints.SetStatusAsync(Data.StatusChange(id, EndpointStatus.Enabled)))!;
        var updated = (await UpdateAsync(Changed(created), enabled.Revision))!;

        long[] revisions = [created.Revision, disabled.Revision, enabled.Revision, updated.Revision];
        Assert.That(revisions, Is.Ordered.Ascending);
        Assert.That(revisions, Is.Unique);
    }

    private EndpointRecord Changed(EndpointRecord record, StoredSecret? secret = null) =>
        new()
        {
            Endpoint = new WebhookEndpoint
            {
                Id = record.Endpoint.Id,
                Url = "https://elsewhere.example/",
                Events = ["user.*"],
                Owner = record.Endpoint.Owner,
                Description = "new",
                Metadata = new Dictionary<string, string> { ["new"] = "1" },
                Headers = new Dictionary<string, string> { ["X-New"] = "1" },
                Retry = new RetrySettings { Schedule = [TimeSpan.Zero] },
                RateLimit = new EndpointRateLimit { PerSecond = 3 },
                Filter = """{"status":"paid"}""",
                Signers = ["github", "standard"],
                Tls = ContractData.Tls(),
                CreatedAt = Data.NextTime(),
                UpdatedAt = Data.NextTime(),
            },
            Secrets = secret is null ? record.Secrets : [secret],
            ClientKey = new byte[] { 5, 0, 255 },
        };

    private async Task<EndpointRecord> CreateAsync(string owner = "") =>
        await Store.Endpoints.CreateAsync(Data.Creation(Data.Endpoint(["order.*"], owner)));

    private async Task<EndpointRecord?> UpdateAsync(EndpointRecord record, long expectedRevision)
    {
        var audit = Data.Audit(record.Endpoint.Id.ToString());
        return await Store.Endpoints.UpdateAsync(new EndpointUpdate { Record = record, ExpectedRevision = expectedRevision, Audit = audit });
    }

    private async Task<EndpointRecord?> FindAsync(EndpointId id) => await Store.Endpoints.FindAsync(new EndpointQuery { Id = id });
}
