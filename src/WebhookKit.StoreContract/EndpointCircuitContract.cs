using NUnit.Framework;
using WebhookKit.Storage;

namespace WebhookKit.StoreContract;

/// <summary>What <see cref="IEndpointStore"/> and <see cref="IDeliveryStore"/> promise about circuits.</summary>
public abstract class EndpointCircuitContract : StoreFixture
{
    private static readonly EndpointCircuit Open =
        new(ContractData.Start.AddMinutes(7).AddTicks(1_230), ContractData.Start.AddMinutes(9).AddTicks(4_560), Openings: 3);

    [Test]
    public async Task A_circuit_comes_back_until_it_is_closed()
    {
        var endpoint = await AddEndpointAsync();
        var before = await CircuitAsync(endpoint);

        await NoteAsync(endpoint, 0, Open);
        var open = await CircuitAsync(endpoint);
        await NoteAsync(endpoint, 0, null);

        Assert.That((before, open), Is.EqualTo(((EndpointCircuit?)null, (EndpointCircuit?)Open)));
        Assert.That(await CircuitAsync(endpoint), Is.Null);
    }

    [Test]
    public async Task Noting_it_is_no_change_of_the_endpoint()
    {
        var endpoint = await AddEndpointAsync();
        var before = await FindAsync(endpoint);
        var audits = await AuditCountAsync();

        await NoteAsync(endpoint, 0, Open);

        var after = await FindAsync(endpoint);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(after.Revision, Is.EqualTo(before.Revision));
            Assert.That(after.CircuitInterventions, Is.Zero);
            Assert.That(after.Endpoint.UpdatedAt, Is.EqualTo(before.Endpoint.UpdatedAt));
            Assert.That(after.Secrets, Has.Count.EqualTo(1));
            Assert.That(await AuditCountAsync(), Is.EqualTo(audits));
        }
    }

    [Test]
    public async Task Endpoints_that_do_not_exist_are_passed_over()
    {
        var endpoint = await AddEndpointAsync();

        await Store.Endpoints.NoteCircuitsAsync([new CircuitNote(Data.NextEndpointId(), 0, Open), new CircuitNote(endpoint, 0, Open)]);

        Assert.That(await CircuitAsync(endpoint), Is.EqualTo(Open));
    }

    [Test]
    public async Task Setting_it_by_hand_is_a_change_and_counts()
    {
        var endpoint = await AddEndpointAsync();
        var before = await FindAsync(endpoint);
        var change = Change(endpoint, Open);

        var answered = await Store.Endpoints.SetCircuitAsync(change);

        var after = await FindAsync(endpoint);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answered!.Endpoint.Circuit, Is.EqualTo(Open));
            Assert.That(after.Endpoint.Circuit, Is.EqualTo(Open));
            Assert.That(after.Endpoint.UpdatedAt, Is.EqualTo(change.At));
            Assert.That(after.Revision, Is.GreaterThan(before.Revision));
            Assert.That((answered.CircuitInterventions, after.CircuitInterventions), Is.EqualTo((1, 1)));
            Assert.That((await Store.Audit.ListAsync(new AuditListQuery { Limit = 1 })).Items[0].Id, Is.EqualTo(change.Audit.Id));
        }
    }

    [Test]
    public async Task What_was_decided_by_hand_is_not_overwritten_by_who_does_not_know()
    {
        var endpoint = await AddEndpointAsync();
        await NoteAsync(endpoint, 0, Open);
        await Store.Endpoints.SetCircuitAsync(Change(endpoint, null));

        await NoteAsync(endpoint, 0, Open);
        var closed = await CircuitAsync(endpoint);
        await NoteAsync(endpoint, 1, Open);

        Assert.That(closed, Is.Null);
        Assert.That(await CircuitAsync(endpoint), Is.EqualTo(Open));
    }

    [TestCase("acme", true)]
    [TestCase("other", false)]
    [TestCase(null, true)]
    public async Task That_of_another_owner_is_not_set(string? owner, bool isSet)
    {
        var endpoint = await AddEndpointAsync(owner: "acme");
        var audits = await AuditCountAsync();

        var answered = await Store.Endpoints.SetCircuitAsync(Change(endpoint, Open, owner));

        Assert.That(answered is not null, Is.EqualTo(isSet));
        Assert.That(await CircuitAsync(endpoint), Is.EqualTo(isSet ? Open : null));
        Assert.That(await AuditCountAsync(), Is.EqualTo(isSet ? audits + 1 : audits));
    }

    [TestCase(EndpointStatus.Enabled, false)]
    [TestCase(EndpointStatus.Paused, true)]
    [TestCase(EndpointStatus.Disabled, true)]
    public async Task Enabling_closes_it_and_no_other_status_does(EndpointStatus status, bool stays)
    {
        var endpoint = await AddEndpointAsync();
        await NoteAsync(endpoint, 0, Open);

        await Store.Endpoints.SetStatusAsync(Data.StatusChange(endpoint, status));

        var after = await FindAsync(endpoint);
        Assert.That((after.Endpoint.Circuit, after.CircuitInterventions), Is.EqualTo(stays ? (Open, 0) : ((EndpointCircuit?)null, 1)));
    }

    [TestCase("https://elsewhere.example/", false)]
    [TestCase("https://receiver.example/Hooks", false)]
    [TestCase("https://receiver.example/hooks", true)]
    public async Task Another_URL_closes_it_and_another_description_does_not(string url, bool stays)
    {
        var endpoint = await AddEndpointAsync();
        await NoteAsync(endpoint, 0, Open);

        await Store.Endpoints.UpdateAsync(Data.Update(await FindAsync(endpoint), url, description: "new"));

        var after = await FindAsync(endpoint);
        Assert.That(after.Endpoint.Description, Is.EqualTo("new"));
        Assert.That((after.Endpoint.Circuit, after.CircuitInterventions), Is.EqualTo(stays ? (Open, 0) : ((EndpointCircuit?)null, 1)));
    }

    [Test]
    public async Task The_lane_is_not_found_before_its_time_and_those_of_others_are()
    {
        var endpoint = await AddEndpointAsync();
        var other = await AddEndpointAsync();
        await AppendAsync(Data.Event());

        await NoteAsync(endpoint, 0, Open);

        Assert.That(await FindLanesAsync(Open.OpenUntil.AddTicks(-10)), Is.EqualTo([other]));
        Assert.That(await FindLanesAsync(Open.OpenUntil), Is.EquivalentTo([endpoint, other]));
    }

    [Test]
    public async Task Whoever_reads_the_lane_for_the_first_time_is_told()
    {
        var endpoint = await AddEndpointAsync();
        await NoteAsync(endpoint, 0, Open);
        await Store.Endpoints.SetCircuitAsync(Change(endpoint, Open));

        var lane = await ReadLaneAsync(new LaneRequest { Endpoint = endpoint, Room = 1 });

        Assert.That((lane.Changed!.Endpoint.Circuit, lane.Changed.CircuitInterventions), Is.EqualTo((Open, 1)));
    }

    private EndpointCircuitChange Change(EndpointId endpoint, EndpointCircuit? circuit, string? owner = null) => new()
    {
        Id = endpoint,
        Owner = owner,
        Circuit = circuit,
        At = Data.NextTime(),
        Audit = Data.Audit(endpoint.ToString()),
    };

    private async Task NoteAsync(EndpointId endpoint, int interventions, EndpointCircuit? circuit) =>
        await Store.Endpoints.NoteCircuitsAsync([new CircuitNote(endpoint, interventions, circuit)]);

    private async Task<EndpointCircuit?> CircuitAsync(EndpointId endpoint) => (await FindAsync(endpoint)).Endpoint.Circuit;

    private async Task<EndpointRecord> FindAsync(EndpointId id) => (await Store.Endpoints.FindAsync(new EndpointQuery { Id = id }))!;

    private async Task<IReadOnlyList<EndpointId>> FindLanesAsync(DateTimeOffset dueBy)
    {
        var search = new LaneSearch { Partitions = [0], DueBy = dueBy };
        return [.. (await Store.Deliveries.FindLanesAsync(search)).Lanes.Select(lane => lane.Endpoint)];
    }
}
