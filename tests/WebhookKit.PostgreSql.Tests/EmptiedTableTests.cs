using Npgsql;
using WebhookKit.Storage;

namespace WebhookKit.PostgreSql.Tests;

/// <summary>
/// The queue of an idle system has been swept when it was empty, so that the server takes it for empty also when a burst has filled
/// it. What a statement reads must not depend on that: the server counts the rows.
/// </summary>
internal sealed class EmptiedTableTests : StoreTests
{
    private const int Deliveries = 20_000;
    private const int Batch = 500;
    private const int Outcomes = 200;
    private const int RowsForEach = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly string[] Emptied = ["events", "queue", "attempts", "dead_letters", "cancellations", "replays"];

    [TestCase(true)]
    [TestCase(false)]
    public async Task Recording_reads_what_it_records_and_not_the_queue(bool prepares)
    {
        await using var single = Single();
        var (store, endpoints) = await StartEmptiedAsync(single, prepares, endpoints: 1);
        await PublishAsync(store, Deliveries);
        var due = await ReadAsync(store, endpoints);
        var before = await CountReadAsync(single);

        await store.Deliveries.RecordAsync(new OutcomeBatch { Outcomes = [.. due.Take(Outcomes).Select(delivery => Data.Success(delivery.Id))] });
        await store.Deliveries.RecordAsync(new OutcomeBatch { Outcomes = [.. due.Skip(Outcomes).Take(Outcomes).Select(delivery => Data.Retry(delivery.Id))] });

        Assert.That(await CountReadAsync(single) - before, Is.LessThan(2 * Outcomes * RowsForEach));
    }

    /// <summary>Which takes half of the server's time that a bitmap takes for each row; nothing is counted as fetched for a bitmap.</summary>
    [Test]
    public async Task Recording_in_a_queue_that_was_never_swept_fetches_rows_along_the_index()
    {
        await using var single = Single();
        var store = await Database.OpenReadyAsync(options => options.DataSource = single);
        var endpoint = await AddEndpointAsync(store);
        await PublishAsync(store, Batch);
        var due = await ReadAsync(store, [endpoint]);

        await store.Deliveries.RecordAsync(new OutcomeBatch { Outcomes = [.. due.Take(Outcomes).Select(delivery => Data.Success(delivery.Id))] });

        await using var connection = await single.OpenConnectionAsync();
        await ShareNumbersAsync(connection);
        var fetched = await ReadAsync(
            connection, $"SELECT idx_tup_fetch::text FROM pg_stat_user_indexes WHERE schemaname = '{Database.Schema}' AND indexrelname = 'queue_pkey'");
        Assert.That(fetched, Is.EqualTo([Outcomes.ToString(System.Globalization.CultureInfo.InvariantCulture)]));
    }

    [TestCase(true, 1)]
    [TestCase(false, 1)]
    [TestCase(true, 50)]
    public async Task Removing_what_is_old_reads_what_it_looks_at_and_not_all_that_is_kept(bool prepares, int fanOut)
    {
        await using var single = Single();
        var (store, endpoints) = await StartEmptiedAsync(single, prepares, fanOut);
        await PublishAsync(store, Deliveries / fanOut);
        await DrainAsync(store, endpoints);
        await PublishAsync(store, Deliveries / fanOut);
        var before = await CountReadAsync(single);

        var result = await store.Retention.PurgeAsync(new PurgeRequest { EndedBefore = Data.Later, DeadBefore = Data.Later, Limit = Outcomes });

        Assert.That(result.Deliveries, Is.EqualTo(Outcomes));
        Assert.That(await CountReadAsync(single) - before, Is.LessThan(Outcomes * RowsForEach));
    }

    [Test]
    public async Task Listing_what_an_owner_with_few_events_has_reads_that_and_not_what_others_have()
    {
        await using var single = Single();
        var (store, _) = await StartEmptiedAsync(single, prepares: true, endpoints: 1);
        await store.Endpoints.CreateAsync(Data.Creation(Data.Endpoint(owner: "rare")));
        WebhookEvent[] rare = [.. Enumerable.Range(0, 10).Select(_ => Data.Event(owner: "rare"))];
        await store.Outbox.AppendAsync(new AppendRequest { Events = rare });
        await PublishAsync(store, Deliveries);
        var before = await CountReadAsync(single);

        var page = await store.History.ListDeliveriesAsync(new DeliveryListQuery { Owner = "rare", Limit = 100 });

        Assert.That(page.Items, Has.Count.EqualTo(rare.Length));
        Assert.That(await CountReadAsync(single) - before, Is.LessThan(rare.Length * RowsForEach));
    }

    /// <summary>One connection, so that its plans are those of the empty tables.</summary>
    private static NpgsqlDataSource Single() => NpgsqlDataSource.Create(TestServer.ConnectionString + ";Maximum Pool Size=1;No Reset On Close=true");

    /// <summary>The server does not look at the tables again by itself, at a moment of its own: it would not take them for empty any more.</summary>
    private async Task<(IWebhookStore Store, IReadOnlyList<EndpointId> Endpoints)> StartEmptiedAsync(NpgsqlDataSource single, bool prepares, int endpoints)
    {
        var store = await Database.OpenReadyAsync(options => (options.DataSource, options.PrepareStatements) = (single, prepares));
        var added = new List<EndpointId>();
        for (var i = 0; i < endpoints; i++)
        {
            added.Add(await AddEndpointAsync(store));
        }

        for (var round = 0; round < 10; round++)
        {
            await PublishAsync(store, Batch / endpoints);
            await DrainAsync(store, added);
            await PurgeAsync(store);
        }

        await using (var connection = await single.OpenConnectionAsync())
        {
            await SweepAsync(connection);
        }

        await PublishAsync(store, 1);
        await DrainAsync(store, added);
        await PurgeAsync(store);
        return (store, added);
    }

    /// <summary>What was removed while a test beside this one had a transaction open can only be swept up when that has ended.</summary>
    private async Task SweepAsync(NpgsqlConnection connection)
    {
        foreach (var table in Emptied)
        {
            await ExecuteAsync(connection, $"ALTER TABLE {Database.Schema}.{table} SET (autovacuum_enabled = false)");
        }

        var left = "";
        for (var deadline = DateTime.UtcNow + Patience; left != "0" && DateTime.UtcNow < deadline; await Task.Delay(20))
        {
            await ShareNumbersAsync(connection);
            foreach (var table in Emptied)
            {
                await ExecuteAsync(connection, $"VACUUM ANALYZE {Database.Schema}.{table}");
            }

            left = (await ReadAsync(
                connection,
                $"SELECT SUM(n_dead_tup)::text FROM pg_stat_user_tables WHERE schemaname = '{Database.Schema}' AND relname IN ('{string.Join("', '", Emptied)}')")).Single();
        }

        Assert.That(left, Is.EqualTo("0"), "Rows that were removed and are not swept up.");
    }

    private async Task PublishAsync(IWebhookStore store, int count)
    {
        for (var published = 0; published < count; published += Batch)
        {
            WebhookEvent[] events = [.. Enumerable.Range(0, Math.Min(Batch, count - published)).Select(_ => Data.Event())];
            await store.Outbox.AppendAsync(new AppendRequest { Events = events });
        }
    }

    private async Task<IReadOnlyList<DueDelivery>> ReadAsync(IWebhookStore store, IReadOnlyList<EndpointId> endpoints)
    {
        var room = Batch / endpoints.Count;
        var read = await store.Deliveries.ReadLanesAsync(
            new LaneRead { Lanes = [.. endpoints.Select(endpoint => new LaneRequest { Endpoint = endpoint, Room = room })], Now = Data.Later });
        return [.. read.Lanes.SelectMany(lane => lane.Due)];
    }

    private async Task DrainAsync(IWebhookStore store, IReadOnlyList<EndpointId> endpoints)
    {
        while (await ReadAsync(store, endpoints) is { Count: > 0 } due)
        {
            await store.Deliveries.RecordAsync(new OutcomeBatch
            {
                Outcomes = [.. due.Select((delivery, i) => i % 50 == 0 ? Data.GiveUp(delivery.Id) : Data.Success(delivery.Id))],
            });
        }
    }

    private async Task PurgeAsync(IWebhookStore store)
    {
        for (Guid? from = Guid.Empty; from is not null;)
        {
            var request = new PurgeRequest { EndedBefore = Data.Later, DeadBefore = Data.Later, Limit = Batch, From = from.Value };
            from = (await store.Retention.PurgeAsync(request)).Next;
        }
    }

    /// <summary>How many rows and entries of indexes the server has read in the tables of the store.</summary>
    private async Task<long> CountReadAsync(NpgsqlDataSource dataSource)
    {
        await using var connection = await dataSource.OpenConnectionAsync();
        await ShareNumbersAsync(connection);
        var rows = await ReadAsync(connection, $"""
            SELECT ((SELECT SUM(seq_tup_read) FROM pg_stat_user_tables WHERE schemaname = '{Database.Schema}')
                + (SELECT SUM(idx_tup_read) FROM pg_stat_user_indexes WHERE schemaname = '{Database.Schema}'))::text
            """);
        return long.Parse(rows[0], System.Globalization.CultureInfo.InvariantCulture);
    }
}
