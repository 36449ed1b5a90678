using Npgsql;
using WebhookKit.Storage;
using WebhookKit.StoreContract;

namespace WebhookKit.PostgreSql.Tests;

/// <summary>
/// Plans that were made while the tables were empty are kept while they grow. The server counts how often it reads all of a
/// table; whatever is pending, the hot statements never do.
/// </summary>
internal sealed class SequentialScanTests : StoreTests
{
    private const int Lanes = 3;
    private const int Deliveries = 50_000;
    private const int Batch = 500;

    [TestCase(true)]
    [TestCase(false)]
    public async Task Large_tables_are_never_read_whole(bool prepares)
    {
        // One connection, so that its plans are the ones from the beginning.
        await using var single = NpgsqlDataSource.Create(TestServer.ConnectionString + ";Maximum Pool Size=1;No Reset On Close=true");
        var store = await Database.OpenReadyAsync(options => (options.DataSource, options.PrepareStatements) = (single, prepares));
        var endpoints = new List<EndpointId>();
        for (var i = 0; i < Lanes; i++)
        {
            endpoints.Add(await AddEndpointAsync(store, $"lane{i}"));
        }

        await UseEveryPlanAsync(store, endpoints);
        var before = await ScansAsync(single);
        for (var published = 0; published < Deliveries; published += Batch)
        {
            await PublishAsync(store, Batch);
        }

        var recorded = await DrainAsync(store, endpoints);
        var scans = (await ScansAsync(single)).ToDictionary(table => table.Key, table => table.Value - before[table.Key]);

        Assert.That(recorded, Is.EqualTo(Deliveries));
        Assert.That(await PendingAsync(store), Is.Zero);
        Assert.That(scans.Where(table => table.Value > 2), Is.Empty);
    }

    /// <summary>A server makes up its mind about a prepared statement's plan within its first executions.</summary>
    private async Task UseEveryPlanAsync(IWebhookStore store, List<EndpointId> endpoints)
    {
        for (var i = 0; i < 10; i++)
        {
            await PublishAsync(store, Lanes);
            await DrainAsync(store, endpoints);
        }
    }

    private async Task PublishAsync(IWebhookStore store, int count)
    {
        WebhookEvent[] events = [.. Enumerable.Range(0, count).Select(i => Data.Event($"lane{i % Lanes}"))];
        await store.Outbox.AppendAsync(new AppendRequest { Events = events });
    }

    /// <summary>Finds, reads and records until nothing is due: most succeed, some are tried again, some are given up.</summary>
    private async Task<int> DrainAsync(IWebhookStore store, List<EndpointId> endpoints)
    {
        var ended = 0;
        while ((await store.Deliveries.FindLanesAsync(new LaneSearch { Partitions = [.. Enumerable.Range(0, 64)], DueBy = Data.Later })).Lanes.Count > 0)
        {
            var read = await store.Deliveries.ReadLanesAsync(new LaneRead
            {
                Lanes = [.. endpoints.Select(endpoint => new LaneRequest { Endpoint = endpoint, Room = Batch })],
                Now = Data.Later,
            });
            var due = read.Lanes.SelectMany(lane => lane.Due).ToList();
            DeliveryOutcome[] outcomes = [.. due.Select((delivery, i) => (i % 50, delivery.AttemptsMade) switch
            {
                (7, 0) => Data.Retry(delivery.Id, next: ContractData.Start),
                (9, _) => Data.GiveUp(delivery.Id, delivery.AttemptsMade + 1),
                _ => Data.Success(delivery.Id, delivery.AttemptsMade + 1),
            })];
            var result = await store.Deliveries.RecordAsync(new OutcomeBatch { Outcomes = outcomes });
            Assert.That(result.Applied, Is.All.True);
            ended += outcomes.Count(outcome => outcome.Transition != DeliveryTransition.Retry);
        }

        return ended;
    }

    private async Task<Dictionary<string, long>> ScansAsync(NpgsqlDataSource dataSource)
    {
        await using var connection = await dataSource.OpenConnectionAsync();
        await ShareNumbersAsync(connection);
        await using var command = new NpgsqlCommand(
            "SELECT relname::text, seq_scan FROM pg_stat_user_tables WHERE schemaname = $1 AND relname IN ('queue', 'events', 'attempts')", connection);
        command.Parameters.Add(new NpgsqlParameter { Value = Database.Schema });
        await using var reader = await command.ExecuteReaderAsync();
        var scans = new Dictionary<string, long>();
        while (await reader.ReadAsync())
        {
            scans.Add(reader.GetString(0), reader.GetInt64(1));
        }

        return scans;
    }
}
