using System.Data.Common;
using System.Diagnostics;
using Npgsql;
using WebhookKit.LoadTest.Databases;
using WebhookKit.LoadTest.Loading;

namespace WebhookKit.LoadTest.Peers;

/// <summary>The outbox that is written by hand: each worker claims a row, posts it, marks it and commits.</summary>
internal sealed class OutboxLoopPeer(int workers) : IPeer
{
    private const string Table = """
        CREATE TABLE outbox (
            id uuid PRIMARY KEY, event_id text NOT NULL, url text NOT NULL, payload bytea NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now(), sent_at timestamptz);
        CREATE INDEX outbox_unsent ON outbox (created_at) WHERE sent_at IS NULL
        """;

    private const string Insert = "INSERT INTO outbox (id, event_id, url, payload) VALUES ($1, $2, $3, $4)";

    private const string Claim = """
        SELECT id, event_id, url, payload FROM outbox WHERE sent_at IS NULL ORDER BY created_at LIMIT 1 FOR UPDATE SKIP LOCKED
        """;

    private const string Mark = "UPDATE outbox SET sent_at = now() WHERE id = $1";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public string Name => "outbox loop";

    public async Task PrepareAsync(ILoadDatabase database)
    {
        await using var connection = database.Connect();
        await connection.OpenAsync();
        await using var create = connection.CreateCommand();
        create.CommandText = Table;
        await create.ExecuteNonQueryAsync();
    }

    public async Task<IReadOnlyCollection<PublishedEvent>> QueueAsync(ILoadDatabase database, IReadOnlyList<PeerDelivery> deliveries)
    {
        await using var connection = (NpgsqlConnection)database.Connect();
        await connection.OpenAsync();
        await using var insert = Prepared(connection, Insert);
        var queued = new List<PublishedEvent>(deliveries.Count);
        foreach (var delivery in deliveries)
        {
            var began = Stopwatch.GetTimestamp();
            Set(insert, delivery.Event.Value, delivery.Event.ToString(), delivery.Url, delivery.Payload);
            await insert.ExecuteNonQueryAsync();
            queued.Add(new PublishedEvent(delivery.Event, delivery.Group, began, Stopwatch.GetTimestamp()));
        }

        return queued;
    }

    public Task<IAsyncDisposable> StartAsync(ILoadDatabase database) =>
        Task.FromResult<IAsyncDisposable>(new PeerWorkers(workers, (post, stopping) => WorkAsync(database.Connect(), post, stopping)));

    private static async Task WorkAsync(DbConnection opened, SignedPost post, CancellationToken stopping)
    {
        await using var connection = (NpgsqlConnection)opened;
        await connection.OpenAsync(stopping);
        await using var claim = Prepared(connection, Claim);
        await using var mark = Prepared(connection, Mark);
        while (!stopping.IsCancellationRequested)
        {
            await using var transaction = await connection.BeginTransactionAsync(stopping);
            if (await ClaimAsync(claim) is not { } row)
            {
                await transaction.RollbackAsync(stopping);
                await Task.Delay(Pause, stopping);
                continue;
            }

            await post.SendAsync(row.Url, row.Event, row.Payload);
            Set(mark, row.Id);
            await mark.ExecuteNonQueryAsync(stopping);
            await transaction.CommitAsync(stopping);
        }
    }

    private static async Task<(Guid Id, string Event, string Url, byte[] Payload)?> ClaimAsync(NpgsqlCommand claim)
    {
        await using var reader = await claim.ExecuteReaderAsync();
        return await reader.ReadAsync()
            ? (reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.GetFieldValue<byte[]>(3))
            : null;
    }

    /// <summary>Prepared at its second use and from then on, as the connection string of the run says.</summary>
    private static NpgsqlCommand Prepared(NpgsqlConnection connection, string sql) => new(sql, connection);

    private static void Set(NpgsqlCommand command, params object[] values)
    {
        command.Parameters.Clear();
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }
    }
}
