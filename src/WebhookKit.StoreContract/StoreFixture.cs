using NUnit.Framework;
using WebhookKit.Storage;

namespace WebhookKit.StoreContract;

/// <summary>What all contract classes have in common: a fresh store for each test, and the steps that tests are made of.</summary>
public abstract class StoreFixture
{
    private IWebhookStore? _store;

    /// <summary>The store under test; fresh for each test.</summary>
    protected IWebhookStore Store => _store ?? throw new InvalidOperationException("The store exists only while a test runs.");

    /// <summary>Makes the test's data; fresh for each test.</summary>
    protected ContractData Data { get; private set; } = new();

    /// <summary>Makes a store over an empty database. The contract applies the schema.</summary>
    protected abstract ValueTask<IWebhookStore> CreateStoreAsync();

    /// <summary>Removes what <see cref="CreateStoreAsync"/> made. Does nothing by default.</summary>
    protected virtual ValueTask DestroyStoreAsync() => ValueTask.CompletedTask;

    /// <summary>Another store object over the same database, as a second process would have. The same object by default.</summary>
    protected virtual ValueTask<IWebhookStore> OpenAgainAsync() => ValueTask.FromResult(Store);

    /// <summary>Makes the tables. Only the contract of the schema itself does not want them.</summary>
    /// <param name="store">The fresh store.</param>
    protected virtual ValueTask PrepareAsync(IWebhookStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        return store.Schema.ApplyAsync();
    }

    [SetUp]
    public async Task CreateFreshStoreAsync()
    {
        Data = new ContractData();
        _store = await CreateStoreAsync();
        await PrepareAsync(_store);
    }

    [TearDown]
    public async Task RemoveStoreAsync()
    {
        _store = null;
        await DestroyStoreAsync();
    }

    /// <summary>Stores an endpoint that listens to some patterns.</summary>
    protected async Task<EndpointId> AddEndpointAsync(string pattern = "*", string owner = "", int partition = 0)
    {
        var record = Data.Endpoint([pattern], owner, partition);
        await Store.Endpoints.CreateAsync(Data.Creation(record));
        return record.Endpoint.Id;
    }

    /// <summary>Stores events in a transaction of the store's own.</summary>
    protected async Task<IReadOnlyList<AppendedEvent>> AppendAsync(params WebhookEvent[] events) =>
        (await Store.Outbox.AppendAsync(new AppendRequest { Events = events })).Events;

    /// <summary>Stores an event and answers the delivery it makes for an endpoint.</summary>
    protected async Task<DeliveryId> QueueAsync(EndpointId endpoint, WebhookEvent? webhookEvent = null)
    {
        webhookEvent ??= Data.Event();
        var appended = await AppendAsync(webhookEvent);
        Assert.That(appended[0].Endpoints, Does.Contain(endpoint));
        return DeliveryId.First(webhookEvent.Id, endpoint);
    }

    /// <summary>What the store's clock shows.</summary>
    protected async Task<DateTimeOffset> StoreTimeAsync() =>
        (await Store.Leases.FindHolderAsync(0)).StoreTime;

    /// <summary>Reads one lane.</summary>
    protected async Task<LaneContents> ReadLaneAsync(LaneRequest lane, DateTimeOffset? now = null)
    {
        var result = await Store.Deliveries.ReadLanesAsync(new LaneRead { Lanes = [lane], Now = now ?? Data.Later });
        return result.Lanes.Single();
    }

    /// <summary>Reads what is due in one lane.</summary>
    protected async Task<IReadOnlyList<DeliveryId>> DueAsync(EndpointId endpoint, DateTimeOffset? now = null)
    {
        var lane = await ReadLaneAsync(new LaneRequest { Endpoint = endpoint, Room = 1000 }, now);
        return [.. lane.Due.Select(due => due.Id)];
    }

    /// <summary>Records outcomes together.</summary>
    protected async Task<IReadOnlyList<bool>> RecordAsync(params DeliveryOutcome[] outcomes) =>
        (await Store.Deliveries.RecordAsync(new OutcomeBatch { Outcomes = outcomes })).Applied;

    /// <summary>Records an outcome that must apply.</summary>
    protected async Task ApplyAsync(DeliveryOutcome outcome) => Assert.That(await RecordAsync(outcome), Is.EqualTo([true]));

    /// <summary>Reads a delivery that must exist.</summary>
    protected async Task<DeliveryDetails> DetailsAsync(DeliveryId id)
    {
        var details = await Store.History.FindDeliveryAsync(new DeliveryQuery { Id = id });
        Assert.That(details, Is.Not.Null, $"{id} is not there");
        return details!;
    }

    /// <summary>Disables an endpoint.</summary>
    protected async Task DisableAsync(EndpointId endpoint)
    {
        var disabled = await Store.Endpoints.SetStatusAsync(Data.StatusChange(endpoint, EndpointStatus.Disabled));
        Assert.That(disabled?.Endpoint.Status, Is.EqualTo(EndpointStatus.Disabled));
    }

    /// <summary>Deletes an endpoint.</summary>
    protected async Task DeleteAsync(EndpointId endpoint) => Assert.That(await Store.Endpoints.DeleteAsync(Data.Deletion(endpoint)), Is.True);

    /// <summary>Lists every delivery that passes the filters.</summary>
    protected async Task<IReadOnlyList<WebhookDelivery>> ListAsync(DeliveryListQuery? query = null) =>
        (await Store.History.ListDeliveriesAsync(query ?? new DeliveryListQuery { Limit = 1000 })).Items;

    /// <summary>How many audit entries there are.</summary>
    protected async Task<int> AuditCountAsync() =>
        (await Store.Audit.ListAsync(new AuditListQuery { Limit = 1000 })).Items.Count;

    /// <summary>Queues an event and gives it up.</summary>
    protected async Task<DeliveryId> DeadLetterAsync(EndpointId endpoint, string owner = "")
    {
        var delivery = await QueueAsync(endpoint, Data.Event(owner: owner));
        await ApplyAsync(Data.GiveUp(delivery));
        return delivery;
    }

    /// <summary>Brings a delivery that is waiting for its first attempt into a state.</summary>
    protected async Task BringToAsync(DeliveryId delivery, DeliveryStatus status)
    {
        switch (status)
        {
            case DeliveryStatus.Failed:
                await ApplyAsync(Data.Retry(delivery));
                break;
            case DeliveryStatus.Succeeded:
                await ApplyAsync(Data.Success(delivery));
                break;
            case DeliveryStatus.Filtered:
                await ApplyAsync(Data.Filtered(delivery));
                break;
            case DeliveryStatus.Dead:
                await ApplyAsync(Data.GiveUp(delivery));
                break;
            case DeliveryStatus.Cancelled:
                Assert.That(await Store.Commands.CancelAsync(Data.Cancellation(delivery)), Is.EqualTo(CancelOutcome.Cancelled));
                break;
        }
    }
}
