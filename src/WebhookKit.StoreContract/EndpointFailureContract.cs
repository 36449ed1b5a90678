using NUnit.Framework;
using WebhookKit.Storage;

namespace WebhookKit.StoreContract;

/// <summary>What <see cref="IEndpointStore"/> promises about endpoints that fail.</summary>
public abstract class EndpointFailureContract : StoreFixture
{
    private static readonly DateTimeOffset Since = ContractData.Start.AddMinutes(7).AddTicks(1_230);

    [Test]
    public async Task Since_when_an_endpoint_fails_comes_back_until_it_works_again()
    {
        var endpoint = await AddEndpointAsync();
        var before = await FailingSinceAsync(endpoint);

        await NoteAsync(endpoint, Since);
        var failing = await FailingSinceAsync(endpoint);
        await NoteAsync(endpoint, null);

        Assert.That((before, failing), Is.EqualTo(((DateTimeOffset?)null, (DateTimeOffset?)Since)));
        Assert.That(await FailingSinceAsync(endpoint), Is.Null);
    }

    [Test]
    public async Task It_is_no_change_of_the_endpoint()
    {
        var endpoint = await AddEndpointAsync();
        var before = await FindAsync(endpoint);
        var audits = await AuditCountAsync();

        await NoteAsync(endpoint, Since);

        var after = await FindAsync(endpoint);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(after.Revision, Is.EqualTo(before.Revision));
            Assert.That(after.Endpoint.UpdatedAt, Is.EqualTo(before.Endpoint.UpdatedAt));
            Assert.That(after.Secrets, Has.Count.EqualTo(1));
            Assert.That(await AuditCountAsync(), Is.EqualTo(audits));
        }
    }

    [Test]
    public async Task Endpoints_that_do_not_exist_are_passed_over()
    {
        var endpoint = await AddEndpointAsync();

        await Store.Endpoints.NoteFailuresAsync([new EndpointFailure(Data.NextEndpointId(), Since), new EndpointFailure(endpoint, Since)]);

        Assert.That(await FailingSinceAsync(endpoint), Is.EqualTo(Since));
    }

    [TestCase(EndpointStatus.Enabled, false)]
    [TestCase(EndpointStatus.Paused, true)]
    [TestCase(EndpointStatus.Disabled, true)]
    public async Task Enabling_forgets_it_and_nothing_else_does(EndpointStatus status, bool stays)
    {
        var endpoint = await AddEndpointAsync();
        await NoteAsync(endpoint, Since);

        await Store.Endpoints.SetStatusAsync(Data.StatusChange(endpoint, status));

        Assert.That(await FailingSinceAsync(endpoint), Is.EqualTo(stays ? Since : (DateTimeOffset?)null));
    }

    [TestCase("https://elsewhere.example/", false)]
    [TestCase("https://receiver.example/Hooks", false)]
    [TestCase("https://receiver.example/hooks", true)]
    public async Task Another_URL_forgets_it_and_another_description_does_not(string url, bool stays)
    {
        var endpoint = await AddEndpointAsync();
        await NoteAsync(endpoint, Since);

        await Store.Endpoints.UpdateAsync(Data.Update(await FindAsync(endpoint), url, description: "new"));

        Assert.That((await FindAsync(endpoint)).Endpoint.Description, Is.EqualTo("new"));
        Assert.That(await FailingSinceAsync(endpoint), Is.EqualTo(stays ? Since : (DateTimeOffset?)null));
    }

    [Test]
    public async Task Whoever_reads_the_lane_for_the_first_time_is_told()
    {
        var endpoint = await AddEndpointAsync();
        await NoteAsync(endpoint, Since);

        var lane = await ReadLaneAsync(new LaneRequest { Endpoint = endpoint, Room = 1 });

        Assert.That(lane.Changed!.Endpoint.FailingSince, Is.EqualTo(Since));
    }

    private async Task NoteAsync(EndpointId endpoint, DateTimeOffset? since) =>
        await Store.Endpoints.NoteFailuresAsync([new EndpointFailure(endpoint, since)]);

    private async Task<DateTimeOffset?> FailingSinceAsync(EndpointId endpoint) => (await FindAsync(endpoint)).Endpoint.FailingSince;

    private async Task<EndpointRecord> FindAsync(EndpointId id) => (await Store.Endpoints.FindAsync(new EndpointQuery { Id = id }))!;
}
