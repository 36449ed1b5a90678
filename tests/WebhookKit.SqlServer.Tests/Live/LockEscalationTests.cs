using Dapper;
using Microsoft.Data.SqlClient;
using WebhookKit.SqlServer.Tests.Servers;
using WebhookKit.Storage;

namespace WebhookKit.SqlServer.Tests.Live;

/// <summary>A statement that locks thousands of rows does not lock the table, which would stop every lane and every publisher.</summary>
internal sealed class LockEscalationTests : LiveFixture
{
    /// <summary>The server starts to think of it at 5,000 locks of a statement.</summary>
    private const int Rows = 6_000;

    [TestCaseSource(typeof(TestedServers), nameof(TestedServers.Live))]
    public async Task Publishing_thousands_of_events_at_once_locks_rows(ITestedServer server)
    {
        var store = await StartAsync(server);
        var endpoint = await AddEndpointAsync(store);
        var before = await QueueAsync(store, endpoint);
        await using var connection = await Database.ConnectAsync();
        await using var transaction = (SqlTransaction)await connection.BeginTransactionAsync();
        WebhookEvent[] events = [.. Enumerable.Range(0, Rows).Select(_ => Data.Event())];

        await store.Outbox.AppendAsync(new AppendRequest { Events = events, Transaction = transaction });

        var locked = await connection.QueryAsync<string>(
            """
            SELECT OBJECT_NAME(resource_associated_entity_id) FROM sys.dm_tran_locks
            WHERE request_session_id = @@SPID AND resource_type = 'OBJECT' AND request_mode IN ('S', 'U', 'X') AND resource_database_id = DB_ID()
            """,
            transaction: transaction);
        Assert.That(locked, Is.Empty);
        Assert.That(await DueAsync(store, endpoint), Is.EqualTo([before]));
        Assert.That(await DueAsync(store, await AddEndpointAsync(store)), Is.Empty);
        await transaction.RollbackAsync();
    }
}
