using Dapper;
using Microsoft.Data.SqlClient;
using WebhookKit.SqlServer.Tests.Servers;
using WebhookKit.Storage;
using WebhookKit.StoreContract;

namespace WebhookKit.SqlServer.Tests.Live;

/// <summary>A test of what the emulation has no part in: locks, isolation levels, plans, sessions that are ended.</summary>
internal abstract class LiveFixture
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private TestDatabase? _database;

    protected ContractData Data { get; } = new();

    protected TestDatabase Database => _database ?? throw new InvalidOperationException("The database is made first.");

    protected string Queue => $"[{Database.Schema}].queue";

    [TearDown]
    public async Task RemoveAsync()
    {
        if (_database is not null)
        {
            await _database.RemoveAsync();
        }
    }

    protected async Task<IWebhookStore> StartAsync(ITestedServer server)
    {
        _database = new TestDatabase(server) { IsOwn = true };
        var store = await _database.CreateAsync();
        await store.Schema.ApplyAsync();
        return store;
    }

    protected async Task<EndpointId> AddEndpointAsync(IWebhookStore store)
    {
        var record = Data.Endpoint();
        await store.Endpoints.CreateAsync(Data.Creation(record));
        return record.Endpoint.Id;
    }

    protected async Task<DeliveryId> QueueAsync(IWebhookStore store, EndpointId endpoint)
    {
        var published = Data.Event();
        await store.Outbox.AppendAsync(new AppendRequest { Events = [published] });
        return DeliveryId.First(published.Id, endpoint);
    }

    protected async Task<IReadOnlyList<DeliveryId>> DueAsync(IWebhookStore store, EndpointId endpoint)
    {
        var read = new LaneRead { Lanes = [new LaneRequest { Endpoint = endpoint, Room = 1_000 }], Now = Data.Later };
        return [.. (await store.Deliveries.ReadLanesAsync(read).AsTask().WaitAsync(Patience)).Lanes.Single().Due.Select(due => due.Id)];
    }

    /// <summary>Changes a row of the queue in every index, so that the transaction holds it until it is rolled back.</summary>
    protected Task HoldAsync(SqlTransaction transaction, DeliveryId delivery) =>
        transaction.Connection!.ExecuteAsync(
            $"UPDATE {Queue} SET attempts = attempts + 1, due_at = DATEADD(second, 1, due_at) WHERE [key] = @key AND endpoint_id = @endpoint",
            new { key = delivery.Key.ToByteArray(bigEndian: true), endpoint = delivery.Endpoint.Value },
            transaction);

    protected static async Task<short> SessionOfAsync(SqlConnection connection) => await connection.ExecuteScalarAsync<short>("SELECT @@SPID");

    /// <summary>Waits until a session of this database waits for a lock of another one.</summary>
    /// <returns>The session that waits.</returns>
    protected async Task<short> WaitUntilBlockedByAsync(short holder)
    {
        await using var connection = new SqlConnection(Database.ConnectionString);
        return await UntilAsync(async () => await connection.QueryFirstOrDefaultAsync<short?>(
            "SELECT session_id FROM sys.dm_exec_requests WHERE blocking_session_id = @holder AND database_id = DB_ID()", new { holder }));
    }

    /// <summary>Asks again and again until there is an answer.</summary>
    protected static async Task<T> UntilAsync<T>(Func<Task<T?>> ask)
        where T : struct
    {
        for (var deadline = DateTime.UtcNow + Patience; ;)
        {
            if (await ask() is { } answer)
            {
                return answer;
            }

            Assert.That(DateTime.UtcNow, Is.LessThan(deadline), "It has not come to that in time.");
            await Task.Delay(Pause);
        }
    }
}
