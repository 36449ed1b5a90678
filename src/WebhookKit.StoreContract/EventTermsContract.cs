using NUnit.Framework;
using WebhookKit.Storage;

namespace WebhookKit.StoreContract;

/// <summary>What a store promises about what an event asks for its own deliveries: when they begin, how long they may take, and for whom they are.</summary>
public abstract class EventTermsContract : RetentionFixture
{
    [Test]
    public async Task An_event_for_later_is_due_then_and_not_before([Values] bool isNew)
    {
        var endpoint = await AddEndpointAsync();
        var now = await StoreTimeAsync();
        var published = Event(deliverAt: now.AddHours(1));

        await Store.Outbox.AppendAsync(new AppendRequest { Events = [published], AreNew = isNew });

        var early = await ReadLaneAsync(new LaneRequest { Endpoint = endpoint, Room = 10 }, now.AddMinutes(59));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(early.Due, Is.Empty);
            Assert.That(early.NextDueAt, Is.EqualTo(published.DeliverAt));
            Assert.That(await FindLanesAsync(now.AddMinutes(59)), Is.Empty);
            Assert.That(await FindLanesAsync(now.AddHours(1)), Is.EqualTo([endpoint]));
            Assert.That(await DueAsync(endpoint, now.AddHours(1)), Is.EqualTo([DeliveryId.First(published.Id, endpoint)]));
            Assert.That((await DetailsAsync(DeliveryId.First(published.Id, endpoint))).Delivery.NextAttemptAt, Is.EqualTo(published.DeliverAt));
        }
    }

    [Test]
    public async Task What_is_for_later_does_not_stand_in_the_way_of_what_is_for_now()
    {
        var endpoint = await AddEndpointAsync();
        var later = Event(deliverAt: (await StoreTimeAsync()).AddHours(1));
        var atOnce = Data.Event();

        await AppendAsync(later, atOnce);

        Assert.That(await DueAsync(endpoint, await StoreTimeAsync()), Is.EqualTo([DeliveryId.First(atOnce.Id, endpoint)]));
    }

    [Test]
    public async Task A_moment_that_is_past_is_at_once()
    {
        var endpoint = await AddEndpointAsync();
        var published = Event(deliverAt: ContractData.Start.AddDays(-1));

        await AppendAsync(published);

        var due = (await ReadLaneAsync(new LaneRequest { Endpoint = endpoint, Room = 10 }, await StoreTimeAsync())).Due.Single();
        Assert.That(due.DueAt, Is.EqualTo(published.CreatedAt));
    }

    [Test]
    public async Task What_an_event_asks_for_comes_back_wherever_it_is_read()
    {
        var endpoint = await AddEndpointAsync();
        var published = Event(
            deliverAt: ContractData.Start.AddTicks(10),
            expiresAt: ContractData.Start.AddTicks(1_234_560),
            retry: new RetrySettings { Schedule = [TimeSpan.FromSeconds(1.5), TimeSpan.FromDays(2)] },
            endpoints: [endpoint, new EndpointId(long.MaxValue)]);

        await AppendAsync(published, Data.Event());

        var lanes = await Store.Deliveries.ReadLanesAsync(new LaneRead { Lanes = [new LaneRequest { Endpoint = endpoint, Room = 10 }], Now = Data.Later });
        foreach (var found in new[] { lanes.Events[published.Id], (await FindAsync(published.Id))! })
        {
            using (Assert.EnterMultipleScope())
            {
                Assert.That(found.DeliverAt, Is.EqualTo(published.DeliverAt));
                Assert.That(found.ExpiresAt, Is.EqualTo(published.ExpiresAt));
                Assert.That(found.Retry!.Schedule, Is.EqualTo(published.Retry!.Schedule));
                Assert.That(found.Endpoints, Is.EqualTo(published.Endpoints));
                Assert.That(found.Payload.ToArray(), Is.EqualTo(published.Payload.ToArray()));
            }
        }
    }

    [Test]
    public async Task A_retry_policy_that_grows_comes_back_whole()
    {
        var exponential = new ExponentialRetrySettings { InitialDelay = TimeSpan.FromSeconds(3), Factor = 1.5, MaxDelay = TimeSpan.FromHours(1), MaxAttempts = 7, MaxAge = TimeSpan.FromDays(1) };
        var published = Event(retry: new RetrySettings { Exponential = exponential });

        await AppendAsync(published);

        var found = (await FindAsync(published.Id))!.Retry!.Exponential!;
        Assert.That(
            (found.InitialDelay, found.Factor, found.MaxDelay, found.MaxAttempts, found.MaxAge),
            Is.EqualTo((exponential.InitialDelay, exponential.Factor, exponential.MaxDelay, exponential.MaxAttempts, exponential.MaxAge)));
    }

    [Test]
    public async Task An_event_that_asks_for_nothing_comes_back_with_nothing()
    {
        var published = Data.Event();

        await AppendAsync(published);

        var found = (await FindAsync(published.Id))!;
        Assert.That((found.DeliverAt, found.ExpiresAt, found.Retry, found.Endpoints), Is.EqualTo(default((DateTimeOffset?, DateTimeOffset?, RetrySettings?, IReadOnlyList<EndpointId>?))));
    }

    [Test]
    public async Task An_event_goes_only_to_the_endpoints_it_names()
    {
        var named = await AddEndpointAsync();
        var other = await AddEndpointAsync(partition: 3);
        var alsoNamed = await AddEndpointAsync(partition: 63);

        var appended = (await AppendAsync(Event(endpoints: [alsoNamed, named, named]))).Single();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(appended.Endpoints, Is.EquivalentTo([named, alsoNamed]));
            Assert.That(await DueAsync(other), Is.Empty);
            Assert.That(await DueAsync(named), Has.Count.EqualTo(1));
        }
    }

    [Test]
    public async Task Of_the_named_endpoints_those_that_would_not_receive_it_anyway_are_passed_over()
    {
        var foreign = await AddEndpointAsync(owner: "somebody else");
        var deaf = await AddEndpointAsync("invoice.*");
        var disabled = await AddEndpointAsync();
        await DisableAsync(disabled);
        var unknown = Data.NextEndpointId();

        var appended = (await AppendAsync(Event(endpoints: [foreign, deaf, disabled, unknown]))).Single();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(appended.Outcome, Is.EqualTo(AppendOutcome.Stored));
            Assert.That(appended.Endpoints, Is.Empty);
            Assert.That(await DueAsync(foreign), Is.Empty);
        }
    }

    [Test]
    public async Task An_id_that_is_a_part_of_another_names_only_itself()
    {
        var record = Data.Endpoint();
        await Store.Endpoints.CreateAsync(Data.Creation(record));
        var longer = new EndpointId((record.Endpoint.Id.Value * 10) + 5);

        var appended = (await AppendAsync(Event(endpoints: [longer]))).Single();

        Assert.That(appended.Endpoints, Is.Empty);
    }

    [Test]
    public async Task Each_event_of_a_batch_has_what_it_asks_for()
    {
        var first = await AddEndpointAsync();
        var second = await AddEndpointAsync();
        var later = (await StoreTimeAsync()).AddHours(1);

        var appended = await AppendAsync(Event(endpoints: [first]), Data.Event(), Event(deliverAt: later), Event(endpoints: [second], deliverAt: later));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(appended.Select(one => one.Endpoints.Count), Is.EqualTo((int[])[1, 2, 2, 1]));
            Assert.That(await DueAsync(first, await StoreTimeAsync()), Has.Count.EqualTo(2));
            Assert.That(await DueAsync(second, await StoreTimeAsync()), Has.Count.EqualTo(1));
            Assert.That(await DueAsync(second, later), Has.Count.EqualTo(3));
        }
    }

    [Test]
    public async Task What_waits_for_its_time_is_not_removed_however_old_it_is()
    {
        var endpoint = await AddEndpointAsync();
        var published = Event(deliverAt: (await StoreTimeAsync()).AddDays(20));
        var delivery = await QueueAsync(endpoint, published);

        await PurgeAllAsync(published.DeliverAt, published.DeliverAt);

        Assert.That(await DueAsync(endpoint, published.DeliverAt), Is.EqualTo([delivery]));
        Assert.That(await IsEventStoredAsync(delivery), Is.True);
    }

    [Test]
    public async Task What_had_to_wait_is_kept_for_as_long_afterwards_as_what_had_not()
    {
        var endpoint = await AddEndpointAsync();
        var published = Event(deliverAt: (await StoreTimeAsync()).AddDays(20));
        var delivery = await QueueAsync(endpoint, published);
        await ApplyAsync(Data.Success(delivery));

        await PurgeAllAsync(published.DeliverAt, published.DeliverAt);
        var isKept = await IsStoredAsync(delivery);
        await PurgeAllAsync(published.DeliverAt!.Value.AddSeconds(1), deadBefore: null);

        Assert.That(isKept, Is.True);
        Assert.That(await IsStoredAsync(delivery), Is.False);
        Assert.That(await IsEventStoredAsync(delivery), Is.False);
    }

    private WebhookEvent Event(
        DateTimeOffset? deliverAt = null, DateTimeOffset? expiresAt = null, RetrySettings? retry = null, IReadOnlyList<EndpointId>? endpoints = null)
    {
        var plain = Data.Event();
        return new WebhookEvent
        {
            Id = plain.Id,
            Type = plain.Type,
            Payload = plain.Payload,
            CreatedAt = plain.CreatedAt,
            DeliverAt = deliverAt is { } at ? new DateTimeOffset(at.UtcTicks - (at.UtcTicks % 10), TimeSpan.Zero) : null,
            ExpiresAt = expiresAt,
            Retry = retry,
            Endpoints = endpoints,
        };
    }

    private Task<WebhookEvent?> FindAsync(EventId id) => Store.History.FindEventAsync(new EventQuery { Id = id }).AsTask();

    private async Task<IReadOnlyList<EndpointId>> FindLanesAsync(DateTimeOffset dueBy) =>
        [.. (await Store.Deliveries.FindLanesAsync(new LaneSearch { Partitions = [0], DueBy = dueBy })).Lanes.Select(lane => lane.Endpoint)];
}
