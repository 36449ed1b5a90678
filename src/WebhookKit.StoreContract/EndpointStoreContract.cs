using NUnit.Framework;
using WebhookKit.Storage;

namespace WebhookKit.StoreContract;

/// <summary>What <see cref="IEndpointStore"/> promises about creating and reading endpoints.</summary>
public abstract class EndpointStoreContract : StoreFixture
{
    [Test]
    public async Task Everything_about_an_endpoint_comes_back()
    {
        var record = Full(Data.NextEndpointId(partition: 33));

        await Store.Endpoints.CreateAsync(Data.Creation(record));

        AssertSame((await FindAsync(record.Endpoint.Id))!, record);
    }

    [Test]
    public async Task What_is_created_is_answered_with_its_revision()
    {
        var record = Full(Data.NextEndpointId());

        var created = await Store.Endpoints.CreateAsync(Data.Creation(record));

        AssertSame(created, record);
        Assert.That((await FindAsync(record.Endpoint.Id))!.Revision, Is.EqualTo(created.Revision));
    }

    [Test]
    public async Task An_endpoint_with_nothing_optional_comes_back_with_nothing_optional()
    {
        var endpoint = await AddEndpointAsync();

        var found = (await FindAsync(endpoint))!.Endpoint;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(found.Owner, Is.Empty);
            Assert.That(found.Description, Is.Null);
            Assert.That(found.Metadata, Is.Empty);
            Assert.That(found.Headers, Is.Empty);
            Assert.That(found.Retry, Is.Null);
            Assert.That(found.Status, Is.EqualTo(EndpointStatus.Enabled));
            Assert.That(found.StatusReason, Is.Null);
        }
    }

    [Test]
    public async Task A_retry_schedule_comes_back()
    {
        var schedule = new[] { TimeSpan.Zero, TimeSpan.FromMilliseconds(1500), TimeSpan.FromDays(3) };
        var record = Full(Data.NextEndpointId(), new RetrySettings { Schedule = schedule });

        await Store.Endpoints.CreateAsync(Data.Creation(record));

        var retry = (await FindAsync(record.Endpoint.Id))!.Endpoint.Retry!;
        Assert.That(retry.Schedule, Is.EqualTo(schedule));
        Assert.That(retry.Exponential, Is.Null);
    }

    [Test]
    public async Task The_name_of_a_retry_policy_comes_back()
    {
        var record = Full(Data.NextEndpointId(), new RetrySettings { Policy = "patient" });

        await Store.Endpoints.CreateAsync(Data.Creation(record));

        Assert.That((await FindAsync(record.Endpoint.Id))!.Endpoint.Retry!.Policy, Is.EqualTo("patient"));
    }

    [Test]
    public async Task A_second_endpoint_with_the_same_id_is_refused_and_nothing_changes()
    {
        var record = Data.Endpoint();
        await Store.Endpoints.CreateAsync(Data.Creation(record));
        var second = Data.Creation(Full(record.Endpoint.Id));

        Assert.That(
            async () => await Store.Endpoints.CreateAsync(second),
            Throws.InstanceOf<WebhookStoreException>().With.Property(nameof(WebhookStoreException.IsTransient)).False);

        Assert.That((await FindAsync(record.Endpoint.Id))!.Endpoint.Url, Is.EqualTo(record.Endpoint.Url));
        Assert.That(await AuditCountAsync(), Is.EqualTo(1));
    }

    [Test]
    public async Task An_endpoint_that_never_was_is_not_found()
    {
        Assert.That(await FindAsync(Data.NextEndpointId()), Is.Null);
    }

    [Test]
    public async Task An_endpoint_of_another_owner_is_not_found()
    {
        var endpoint = await AddEndpointAsync(owner: "a");

        Assert.That(await FindAsync(endpoint, "b"), Is.Null);
        Assert.That(await FindAsync(endpoint, ""), Is.Null);
        Assert.That(await FindAsync(endpoint, "a"), Is.Not.Null);
    }

    [Test]
    public async Task A_listed_endpoint_is_complete()
    {
        var record = Full(Data.NextEndpointId());
        await Store.Endpoints.CreateAsync(Data.Creation(record));

        AssertSame((await Store.Endpoints.ListAsync(new EndpointListQuery { Limit = 5 })).Items.Single(), record);
    }

    private static void AssertSame(EndpointRecord found, EndpointRecord expected)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(found.Endpoint.Id, Is.EqualTo(expected.Endpoint.Id));
            Assert.That(found.Endpoint.Url, Is.EqualTo(expected.Endpoint.Url));
            Assert.That(found.Endpoint.Events, Is.EquivalentTo(expected.Endpoint.Events));
            Assert.That(found.Endpoint.Owner, Is.EqualTo(expected.Endpoint.Owner));
            Assert.That(found.Endpoint.Description, Is.EqualTo(expected.Endpoint.Description));
            Assert.That(found.Endpoint.Metadata, Is.EquivalentTo(expected.Endpoint.Metadata));
            Assert.That(found.Endpoint.Headers, Is.EquivalentTo(expected.Endpoint.Headers));
            Assert.That(found.Endpoint.Retry?.Exponential?.Factor, Is.EqualTo(expected.Endpoint.Retry?.Exponential?.Factor));
            Assert.That(found.Endpoint.Retry?.Exponential?.InitialDelay, Is.EqualTo(expected.Endpoint.Retry?.Exponential?.InitialDelay));
            Assert.That(found.Endpoint.Retry?.Exponential?.MaxDelay, Is.EqualTo(expected.Endpoint.Retry?.Exponential?.MaxDelay));
            Assert.That(found.Endpoint.Retry?.Exponential?.MaxAttempts, Is.EqualTo(expected.Endpoint.Retry?.Exponential?.MaxAttempts));
            Assert.That(found.Endpoint.Retry?.Exponential?.MaxAge, Is.EqualTo(expected.Endpoint.Retry?.Exponential?.MaxAge));
            Assert.That(found.Endpoint.RateLimit?.PerSecond, Is.EqualTo(expected.Endpoint.RateLimit?.PerSecond));
            Assert.That(found.Endpoint.RateLimit?.Burst, Is.EqualTo(expected.Endpoint.RateLimit?.Burst));
            Assert.That(found.Endpoint.Filter, Is.EqualTo(expected.Endpoint.Filter));
            Assert.That(found.Endpoint.Signers, Is.EqualTo(expected.Endpoint.Signers));
            Assert.That(found.Endpoint.Tls?.ClientCertificate?.Subject, Is.EqualTo(expected.Endpoint.Tls?.ClientCertificate?.Subject));
            Assert.That(found.Endpoint.Tls?.ClientCertificate?.Thumbprint, Is.EqualTo(expected.Endpoint.Tls?.ClientCertificate?.Thumbprint));
            Assert.That(found.Endpoint.Tls?.ClientCertificate?.NotBefore, Is.EqualTo(expected.Endpoint.Tls?.ClientCertificate?.NotBefore));
            Assert.That(found.Endpoint.Tls?.ClientCertificate?.NotAfter, Is.EqualTo(expected.Endpoint.Tls?.ClientCertificate?.NotAfter));
            Assert.That(found.Endpoint.Tls?.ClientCertificate?.Chain, Is.EqualTo(expected.Endpoint.Tls?.ClientCertificate?.Chain));
            Assert.That(found.Endpoint.Tls?.TrustedRoots, Is.EqualTo(expected.Endpoint.Tls?.TrustedRoots));
            Assert.That(found.Endpoint.Tls?.Pins, Is.EqualTo(expected.Endpoint.Tls?.Pins));
            Assert.That(found.ClientKey.ToArray(), Is.EqualTo(expected.ClientKey.ToArray()));
            Assert.That(found.Endpoint.CreatedAt, Is.EqualTo(expected.Endpoint.CreatedAt));
            Assert.That(found.Endpoint.UpdatedAt, Is.EqualTo(expected.Endpoint.UpdatedAt));
            Assert.That(found.Secrets.Select(one => one.Id), Is.EqualTo(expected.Secrets.Select(one => one.Id)));
            Assert.That(found.Secrets.Select(one => one.Protected.ToArray()), Is.EqualTo(expected.Secrets.Select(one => one.Protected.ToArray())));
            Assert.That(found.Secrets.Select(one => one.CreatedAt), Is.EqualTo(expected.Secrets.Select(one => one.CreatedAt)));
            Assert.That(found.Secrets.Select(one => one.ExpiresAt), Is.EqualTo(expected.Secrets.Select(one => one.ExpiresAt)));
        }
    }

    private EndpointRecord Full(EndpointId id, RetrySettings? retry = null)
    {
        var older = new StoredSecret
        {
            Id = Data.NextKey(),
            Protected = new byte[] { 0, 255, 7 },
            CreatedAt = Data.NextTime(),
            ExpiresAt = Data.Later.AddTicks(1_234_560),
        };
        return new EndpointRecord
        {
            Endpoint = new WebhookEndpoint
            {
                Id = id,
                Url = "https://receiver.example/other?x=1",
                Events = ["order.*", "user.created", "*"],
                Owner = "owner-1",
                Description = "For people: ☃",
                Metadata = new Dictionary<string, string> { ["team"] = "shop", ["empty"] = "" },
                Headers = new Dictionary<string, string> { ["X-Tenant"] = "7" },
                Retry = retry ?? new RetrySettings { Exponential = new ExponentialRetrySettings { Factor = 1.5, MaxAttempts = 4, MaxAge = TimeSpan.FromDays(2) } },
                RateLimit = new EndpointRateLimit { PerSecond = 2.5, Burst = 7 },
                Filter = """{"customer.name": {"$in": ["Zoë", "☃"]}, "order.total": {"$gte": 12345678901234567890.10}}""",
                Signers = ["standard", "of \"ours\" ☃"],
                Tls = ContractData.Tls(),
                CreatedAt = ContractData.Start.AddTicks(1_234_560),
                UpdatedAt = ContractData.Start.AddTicks(9_999_990),
            },
            Secrets = [Data.Secret(9, 8), older],
            ClientKey = new byte[] { 5, 0, 255 },
        };
    }

    private async Task<EndpointRecord?> FindAsync(EndpointId id, string? owner = null) =>
        await Store.Endpoints.FindAsync(new EndpointQuery { Id = id, Owner = owner });
}
