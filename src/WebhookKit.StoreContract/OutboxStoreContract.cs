using NUnit.Framework;
using WebhookKit.Storage;

namespace WebhookKit.StoreContract;

/// <summary>What <see cref="IOutboxStore"/> promises about storing events, their contents and their idempotency.</summary>
public abstract class OutboxStoreContract : StoreFixture
{
    [Test]
    public async Task An_event_is_stored_with_a_delivery_for_the_endpoint_that_listens([Values] bool isNew)
    {
        var endpoint = await AddEndpointAsync("order.created");
        var published = Data.Event();

        var result = await Store.Outbox.AppendAsync(new AppendRequest { Events = [published], AreNew = isNew });

        var appended = result.Events.Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(appended.Id, Is.EqualTo(published.Id));
            Assert.That(appended.Outcome, Is.EqualTo(AppendOutcome.Stored));
            Assert.That(appended.Endpoints, Is.EqualTo([endpoint]));
            Assert.That(await DueAsync(endpoint), Is.EqualTo([DeliveryId.First(published.Id, endpoint)]));
        }
    }

    [Test]
    public async Task A_delivery_is_due_when_its_event_was_created()
    {
        var endpoint = await AddEndpointAsync();
        var published = Data.Event();

        await AppendAsync(published);

        var lane = await ReadLaneAsync(new LaneRequest { Endpoint = endpoint, Room = 1 });
        Assert.That(lane.Due.Single().DueAt, Is.EqualTo(published.CreatedAt));
    }

    [Test]
    public async Task A_publisher_whose_clock_is_ahead_does_not_make_its_deliveries_wait()
    {
        var endpoint = await AddEndpointAsync();
        var ahead = await StoreTimeAsync() + TimeSpan.FromHours(1);
        var published = Data.Event(createdAt: ahead);

        await AppendAsync(published);

        Assert.That(await DueAsync(endpoint, await StoreTimeAsync()), Is.EqualTo([DeliveryId.First(published.Id, endpoint)]));
        Assert.That((await FindAsync(published.Id))!.CreatedAt, Is.EqualTo(ahead).Within(TimeSpan.FromMicroseconds(1)));
    }

    [Test]
    public async Task An_event_that_nobody_listens_to_is_stored_without_deliveries()
    {
        var published = Data.Event();

        var appended = await AppendAsync(published);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(appended.Single().Outcome, Is.EqualTo(AppendOutcome.Stored));
            Assert.That(appended.Single().Endpoints, Is.Empty);
            Assert.That(await FindAsync(published.Id), Is.Not.Null);
            Assert.That(await ListAsync(), Is.Empty);
        }
    }

    [Test]
    public async Task A_batch_is_answered_in_its_own_order()
    {
        var endpoint = await AddEndpointAsync("order.*");
        WebhookEvent[] batch = [Data.Event("order.created"), Data.Event("user.created"), Data.Event("order.paid")];

        var appended = await AppendAsync(batch[2], batch[0], batch[1]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(appended.Select(one => one.Id), Is.EqualTo([batch[2].Id, batch[0].Id, batch[1].Id]));
            Assert.That(appended.Select(one => one.Endpoints.Count), Is.EqualTo([1, 1, 0]));
            Assert.That(await DueAsync(endpoint), Has.Count.EqualTo(2));
        }
    }

    [Test]
    public async Task Five_hundred_events_go_in_one_call()
    {
        var endpoint = await AddEndpointAsync();
        var batch = Enumerable.Range(0, 500).Select(_ => Data.Event()).ToArray();

        var appended = await AppendAsync(batch);

        Assert.That(appended.Select(one => one.Outcome), Is.All.EqualTo(AppendOutcome.Stored));
        Assert.That(await DueAsync(endpoint), Is.EqualTo(batch.Select(one => DeliveryId.First(one.Id, endpoint))));
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(4096)]
    [TestCase(256 * 1024)]
    public async Task The_payload_comes_back_byte_for_byte(int length)
    {
        var payload = new byte[length];
        new Random(length).NextBytes(payload);
        var published = Data.Event(payload: payload);
        var endpoint = await AddEndpointAsync();

        await AppendAsync(published);

        var lanes = await Store.Deliveries.ReadLanesAsync(
            new LaneRead { Lanes = [new LaneRequest { Endpoint = endpoint, Room = 1 }], Now = Data.Later });
        using (Assert.EnterMultipleScope())
        {
            Assert.That((await FindAsync(published.Id))!.Payload.Span.SequenceEqual(payload), Is.True);
            Assert.That(lanes.Events[published.Id].Payload.Span.SequenceEqual(payload), Is.True);
        }
    }

    [Test]
    public async Task What_the_caller_does_to_its_buffer_afterwards_changes_nothing()
    {
        byte[] buffer = [1, 2, 3];
        var published = Data.Event(payload: buffer);
        await AppendAsync(published);

        buffer[0] = 99;

        Assert.That((await FindAsync(published.Id))!.Payload.ToArray(), Is.EqualTo(new byte[] { 1, 2, 3 }));
    }

    [Test]
    public async Task Everything_about_an_event_comes_back()
    {
        var createdAt = ContractData.Start.AddTicks(1_234_560);
        var published = new WebhookEvent
        {
            Id = new EventId(Data.NextKey()),
            Type = "order.created",
            Owner = "Ünïcode 'quoted' \"owner\"",
            Payload = default,
            PayloadReference = "blob/7",
            ContentType = "application/cloudevents+json; charset=utf-8",
            Metadata = new Dictionary<string, string> { ["source"] = "shop", ["empty"] = "", ["snow"] = "☃ \\ \"" },
            CreatedAt = createdAt,
            TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            IdempotencyKey = "key-1",
        };

        await AppendAsync(published);

        var found = (await FindAsync(published.Id))!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(found.Id, Is.EqualTo(published.Id));
            Assert.That(found.Type, Is.EqualTo(published.Type));
            Assert.That(found.Owner, Is.EqualTo(published.Owner));
            Assert.That(found.Payload.Length, Is.Zero);
            Assert.That(found.PayloadReference, Is.EqualTo(published.PayloadReference));
            Assert.That(found.ContentType, Is.EqualTo(published.ContentType));
            Assert.That(found.Metadata, Is.EquivalentTo(published.Metadata));
            Assert.That(found.CreatedAt, Is.EqualTo(createdAt));
            Assert.That(found.CreatedAt.Offset, Is.EqualTo(TimeSpan.Zero));
            Assert.That(found.TraceParent, Is.EqualTo(published.TraceParent));
            Assert.That(found.IdempotencyKey, Is.EqualTo(published.IdempotencyKey));
        }
    }

    [Test]
    public async Task An_event_with_nothing_optional_comes_back_with_nothing_optional()
    {
        var published = Data.Event();

        await AppendAsync(published);

        var found = (await FindAsync(published.Id))!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(found.Owner, Is.Empty);
            Assert.That(found.ContentType, Is.EqualTo("application/json"));
            Assert.That(found.Metadata, Is.Empty);
            Assert.That(found.PayloadReference, Is.Null);
            Assert.That(found.TraceParent, Is.Null);
            Assert.That(found.IdempotencyKey, Is.Null);
        }
    }

    [Test]
    public void A_transaction_of_another_driver_is_refused()
    {
        using var foreign = new ForeignTransaction();
        var request = new AppendRequest { Events = [Data.Event()], Transaction = foreign };

        Assert.That(async () => await Store.Outbox.AppendAsync(request), Throws.InstanceOf<ArgumentException>());
    }

    private async Task<WebhookEvent?> FindAsync(EventId id) => await Store.History.FindEventAsync(new EventQuery { Id = id });
}
