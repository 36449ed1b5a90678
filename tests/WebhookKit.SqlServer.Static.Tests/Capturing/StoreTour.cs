using Microsoft.Data.SqlClient;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using WebhookKit.Receiving;
using WebhookKit.SqlServer.History;
using WebhookKit.Storage;
using WebhookKit.StoreContract;

namespace WebhookKit.SqlServer.Static.Tests.Capturing;

/// <summary>Uses a store in every way, so that it sends every statement it has. What it answers is the matter of other tests.</summary>
/// <param name="store">The store, over an empty database.</param>
/// <param name="connectionString">Of the same database.</param>
internal sealed class StoreTour(IWebhookStore store, string connectionString)
{
    private readonly ContractData _data = new();

    public async Task RunAsync()
    {
        await store.Schema.ApplyAsync();
        await store.Schema.CheckAsync();
        await LeaseAsync();
        var endpoint = await SetEndpointsUpAsync();
        await PublishAsync();
        await PublishWithinAsync();
        await DeliverAsync(endpoint);
        await RunJobAsync(endpoint);
        await ListAsync();
        await EndEndpointsAsync(endpoint);
        await store.Retention.PurgeAsync(new PurgeRequest { EndedBefore = _data.Later, DeadBefore = _data.Later, Limit = 100 });
        await store.Leases.FindHolderAsync(0);
        await store.Rates.ReserveAsync(new RateReservation { Owner = "acme", NotBefore = ContractData.Start, Length = TimeSpan.FromSeconds(1) });
        await store.Leases.ReleaseAsync(new LeaseRelease { InstanceId = "one", Partitions = [0, 1], IsLeaving = true });
        await ReceiveAsync();
    }

    private async Task ReceiveAsync()
    {
        var clock = new FakeTimeProvider();
        var events = new ServiceCollection().AddSingleton<TimeProvider>(clock)
            .AddSqlServerProcessedEvents(options => (options.ConnectionString, options.Schema) = (connectionString, Captured.SchemaName))
            .BuildServiceProvider().GetRequiredService<IProcessedEventStore>();
        var request = new ProcessingRequest { Receiver = "orders", EventId = "evt_1", ClaimFor = TimeSpan.FromMinutes(1), RememberFor = TimeSpan.FromDays(1) };
        var begun = await events.BeginAsync(request);
        await events.BeginAsync(request);
        await events.ReleaseAsync(begun.Claim!);
        clock.Advance(TimeSpan.FromHours(1));
        begun = await events.BeginAsync(request);
        await events.CompleteAsync(begun.Claim!);
    }

    private async Task LeaseAsync() =>
        await store.Leases.RenewAsync(new LeaseRenewal { InstanceId = "one", Duration = TimeSpan.FromMinutes(1) });

    private async Task<EndpointId> SetEndpointsUpAsync()
    {
        var record = _data.Endpoint();
        var created = await store.Endpoints.CreateAsync(_data.Creation(record));
        await store.Endpoints.UpdateAsync(new EndpointUpdate
        {
            Record = created,
            ExpectedRevision = created.Revision,
            Audit = _data.Audit("endpoint"),
        });
        return record.Endpoint.Id;
    }

    private async Task PublishAsync()
    {
        var first = _data.Event(idempotencyKey: "a");
        await AppendAsync(null, first);
        await AppendAsync(null, first);
        await AppendAsync(null, _data.Event(idempotencyKey: "a"));

        // Several with keys may have to be undone.
        await AppendAsync(null, _data.Event(idempotencyKey: "b"), _data.Event());

        // A key whose time is over.
        await store.Outbox.AppendAsync(new AppendRequest { Events = [_data.Event(idempotencyKey: "a")], KeysTakenSince = _data.Later });
    }

    private async Task PublishWithinAsync()
    {
        await using var connection = new SqlConnection(connectionString);
        await connection.OpenAsync();
        await using var transaction = (SqlTransaction)await connection.BeginTransactionAsync();
        await AppendAsync(transaction, _data.Event());
        await AppendAsync(transaction, _data.Event(), _data.Event("other", payload: new byte[] { 1 }, idempotencyKey: "a"));
        await transaction.CommitAsync();
    }

    private async Task DeliverAsync(EndpointId endpoint)
    {
        var partitions = Enumerable.Range(0, EndpointId.PartitionCount).ToArray();
        await store.Deliveries.FindLanesAsync(new LaneSearch { Partitions = partitions, DueBy = _data.Later });
        await store.Deliveries.ReadLanesAsync(new LaneRead { Lanes = [new LaneRequest { Endpoint = endpoint, Room = 10 }], Now = _data.Later });

        var sent = DeliveryId.First(await PublishOneAsync(), endpoint);
        var given = DeliveryId.First(await PublishOneAsync(), endpoint);
        var unwanted = DeliveryId.First(await PublishOneAsync(), endpoint);
        await RecordAsync(_data.Success(sent));
        await RecordAsync(_data.GiveUp(given));
        await RecordAsync(_data.Filtered(DeliveryId.First(await PublishOneAsync(), endpoint)));
        await RecordAsync(_data.Success(sent, epoch: 2));
        await store.Deliveries.PostponeAsync([sent], _data.Later);
        await store.Deliveries.CoalesceAsync(_data.Coalescing(endpoint, "a"));
        await store.Commands.CancelAsync(_data.Cancellation(unwanted));
        await store.History.FindDeliveryAsync(new DeliveryQuery { Id = sent });
        await store.History.FindEventAsync(new EventQuery { Id = new EventId(sent.Key) });
        await store.Commands.ReplayAsync(new ReplayRequest
        {
            Items = [new ReplayItem(given, _data.NextKey())],
            OnlyUnreplayed = true,
            DueAt = _data.Later,
            Audit = _data.Audit("replay"),
        });
    }

    private async Task RunJobAsync(EndpointId endpoint)
    {
        var given = DeliveryId.First(await PublishOneAsync(), endpoint);
        await RecordAsync(_data.GiveUp(given));
        var unwanted = DeliveryId.First(await PublishOneAsync(), endpoint);
        await store.Commands.CancelAsync(_data.Cancellation(unwanted));
        var missed = _data.Event(owner: "nobody");
        await AppendAsync(null, missed);
        await store.Jobs.ReadMissedAsync(new MissedEventQuery { Endpoint = endpoint, Owner = "nobody", From = ContractData.Start, Limit = 10 });

        var job = await store.Jobs.CreateAsync(_data.Job(new JobSelection { Endpoint = endpoint }));
        await store.Jobs.FindAsync(new JobQuery { Id = job.Job.Id });
        await store.Jobs.AdvanceAsync(_data.Step(job, [given, unwanted], [DeliveryId.First(missed.Id, endpoint)]));
        var cancellation = new JobCancellation { Id = job.Job.Id, At = _data.NextTime(), Audit = _data.Audit("job") };
        await store.Jobs.CancelAsync(cancellation);
        await store.Jobs.PurgeAsync(new JobPurge { EndedBefore = _data.Later, Limit = 10 });
    }

    private async Task ListAsync()
    {
        await store.History.CountAsync();
        foreach (var query in QueryShapes.Of<DeliveryListQuery>())
        {
            await store.History.ListDeliveriesAsync(query);
        }

        foreach (var query in QueryShapes.Of<OwnedListQuery>())
        {
            await store.History.ListDeliveriesAsync(query.For("one"));
        }

        // An owner with more events than are looked up at once, and no owner.
        for (var i = 0; i < 5; i++)
        {
            await AppendAsync(null, [.. Enumerable.Range(0, 1_000).Select(_ => _data.Event(owner: "one"))]);
        }

        await store.History.ListDeliveriesAsync(new DeliveryListQuery { Owner = "one", Limit = 10 });

        await store.Audit.AddAsync(_data.Audit("read"));
        foreach (var query in QueryShapes.Of<AuditListQuery>())
        {
            await store.Audit.ListAsync(query);
        }

        foreach (var query in QueryShapes.Of<JobListQuery>())
        {
            await store.Jobs.ListAsync(query);
        }

        foreach (var query in QueryShapes.Of<EndpointListQuery>())
        {
            await store.Endpoints.ListAsync(query);
        }
    }

    private async Task EndEndpointsAsync(EndpointId endpoint)
    {
        await store.Endpoints.NoteCircuitsAsync([new CircuitNote(endpoint, 0, new EndpointCircuit(ContractData.Start, ContractData.Start, 1))]);
        await store.Endpoints.SetCircuitAsync(new EndpointCircuitChange { Id = endpoint, At = ContractData.Start, Audit = _data.Audit("circuit") });
        await store.Endpoints.NoteFailuresAsync([new EndpointFailure(endpoint, ContractData.Start)]);
        await store.Endpoints.SetStatusAsync(_data.StatusChange(endpoint, EndpointStatus.Disabled));
        await store.Endpoints.DeleteAsync(_data.Deletion(endpoint));
    }

    private async Task<EventId> PublishOneAsync()
    {
        var published = _data.Event();
        await AppendAsync(null, published);
        return published.Id;
    }

    private async Task AppendAsync(SqlTransaction? transaction, params WebhookEvent[] events) =>
        await store.Outbox.AppendAsync(new AppendRequest { Events = events, Transaction = transaction });

    private async Task RecordAsync(DeliveryOutcome outcome) =>
        await store.Deliveries.RecordAsync(new OutcomeBatch { Outcomes = [outcome] });
}
