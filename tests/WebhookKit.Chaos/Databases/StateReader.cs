using System.Data.Common;
using System.Globalization;
using WebhookKit.Chaos.Arguments;
using WebhookKit.Chaos.Producing;

namespace WebhookKit.Chaos.Databases;

/// <summary>Reads the tables themselves, past the library. The dialects differ in names and in how a UUID comes out.</summary>
internal sealed class StateReader(StoreKind kind, string connectionString)
{
    private readonly string _prefix = StoreAccess.PrefixOf(kind);

    // What is left of an endpoint that was deleted has its id and no longer its URL.
    private readonly Dictionary<long, int> _endpoints = [];

    /// <summary>Whether what <see cref="RemovedHistory"/> has kept is read as if it had not been removed.</summary>
    public bool ReadsRemoved { get; set; }

    public async Task<StoredState> ReadAsync()
    {
        var endpoints = await ReadEndpointsAsync();
        Task<List<StoredDelivery>> ReadDeliveriesAsync(string table) =>
            ReadAsync($"SELECT key, endpoint_id FROM {TableOf(table)}", row => new StoredDelivery(GuidAt(row, 0), endpoints[row.GetInt64(1)]));

        return new StoredState
        {
            Events = await ReadAsync(
                $"SELECT id, payload FROM {TableOf("events")}", row => new StoredEvent(GuidAt(row, 0), EventPayload.KeyOf(row.GetFieldValue<byte[]>(1)))),
            Queue = await ReadDeliveriesAsync("queue"),
            DeadLetters = await ReadDeliveriesAsync("dead_letters"),
            Cancellations = await ReadDeliveriesAsync("cancellations"),
            Attempts = await ReadAsync(
                $"SELECT key, endpoint_id, number, epoch, succeeded_at IS NOT NULL, is_stale, response_excerpt FROM {TableOf("attempts")}",
                row => new StoredAttempt(
                    GuidAt(row, 0), endpoints[row.GetInt64(1)], row.GetInt32(2), row.GetInt64(3), IsTrueAt(row, 4), IsTrueAt(row, 5), RequestAt(row, 6))),
            Orders = (await ReadAsync($"SELECT key FROM {OrderTable.Name}", row => row.GetString(0))).ToHashSet(),
        };
    }

    /// <summary>The numbers of all endpoints, by id: those too that have been deleted since this was asked first.</summary>
    public async Task<IReadOnlyDictionary<long, int>> ReadEndpointsAsync()
    {
        foreach (var (id, number) in await ReadAsync($"SELECT id, url FROM {_prefix}endpoints", row => (row.GetInt64(0), NumberOf(row.GetString(1)))))
        {
            _endpoints[id] = number;
        }

        return _endpoints;
    }

    /// <summary>The name and the version of the database.</summary>
    public async Task<string> ReadVersionAsync() =>
        kind == StoreKind.Postgres
            ? $"PostgreSQL {(await ReadAsync("SHOW server_version", row => row.GetString(0))).Single().Split(' ')[0]}"
            : $"SQLite {(await ReadAsync("SELECT sqlite_version()", row => row.GetString(0))).Single()}";

    /// <summary>How many events are stored now.</summary>
    public async Task<long> CountEventsAsync() => (await ReadAsync($"SELECT COUNT(*) FROM {_prefix}events", row => row.GetInt64(0))).Single();

    public async Task<long> CountAttemptsAsync() => (await ReadAsync($"SELECT COUNT(*) FROM {TableOf("attempts")}", row => row.GetInt64(0))).Single();

    /// <summary>What waits for its next attempt need not wait any longer.</summary>
    public async Task MakeDueAsync()
    {
        await using var connection = await StoreAccess.OpenAsync(kind, connectionString);
        await StoreAccess.ExecuteAsync(connection, $"UPDATE {_prefix}queue SET due_at = (SELECT MIN(created_at) FROM {_prefix}events)");
    }

    /// <summary>How many outcomes came too late to change anything.</summary>
    public async Task<int> CountStaleAsync() =>
        (await ReadAsync($"SELECT is_stale FROM {TableOf("attempts")}", row => IsTrueAt(row, 0))).Count(isStale => isStale);

    public async Task<IReadOnlyList<string>> ReadIdempotencyKeysAsync() =>
        await ReadAsync($"SELECT idempotency_key FROM {TableOf("events")} WHERE idempotency_key IS NOT NULL", row => row.GetString(0));

    /// <summary>Whether events are queued for an endpoint.</summary>
    public async Task<bool> IsEnabledAsync(EndpointId id) =>
        (await ReadAsync($"SELECT status FROM {_prefix}endpoints WHERE id = {id.Value}", row => row.GetInt32(0))).Contains((int)EndpointStatus.Enabled);

    /// <summary>The new deliveries that were made of old ones.</summary>
    public async Task<IReadOnlyList<StoredReplay>> ReadReplaysAsync()
    {
        var endpoints = await ReadEndpointsAsync();
        return await ReadAsync(
            $"SELECT key, replay_of, endpoint_id FROM {TableOf("replays")}",
            row => new StoredReplay(new StoredDelivery(GuidAt(row, 0), endpoints[row.GetInt64(2)]), new StoredDelivery(GuidAt(row, 1), endpoints[row.GetInt64(2)])));
    }

    /// <summary>All that dead letters say, but for what they were replayed as.</summary>
    public async Task<IReadOnlySet<StoredDeadLetter>> ReadDeadLettersAsync()
    {
        var endpoints = await ReadEndpointsAsync();
        var rows = await ReadAsync(
            $"SELECT key, endpoint_id, reason, attempts, CAST(ended_at AS text) FROM {TableOf("dead_letters")}",
            row => new StoredDeadLetter(
                new StoredDelivery(GuidAt(row, 0), endpoints[row.GetInt64(1)]), row.GetInt32(2), row.GetInt32(3), row.GetString(4)));
        return rows.ToHashSet();
    }

    /// <summary>The requests whose outcome is recorded by now.</summary>
    public async Task<IReadOnlySet<long>> ReadRecordedAsync() =>
        (await ReadAsync($"SELECT response_excerpt FROM {TableOf("attempts")}", row => RequestAt(row, 0))).OfType<long>().ToHashSet();

    /// <summary>When attempts were made and what was planned after them.</summary>
    public async Task<IReadOnlyList<StoredAttemptTime>> ReadAttemptTimesAsync()
    {
        var endpoints = await ReadEndpointsAsync();
        string Micros(string column) => kind == StoreKind.Postgres ? $"CAST(EXTRACT(EPOCH FROM {column}) * 1000000 AS bigint)" : column;
        return await ReadAsync(
            $"SELECT key, endpoint_id, number, outcome, {Micros("started_at")}, duration, {Micros("next_attempt_at")} FROM {_prefix}attempts",
            row => new StoredAttemptTime(
                new StoredDelivery(GuidAt(row, 0), endpoints[row.GetInt64(1)]),
                row.GetInt32(2),
                (AttemptOutcome)row.GetInt32(3),
                TimeSpan.FromMicroseconds(row.GetInt64(4)),
                TimeSpan.FromMicroseconds(row.GetInt64(5)),
                row.IsDBNull(6) ? null : TimeSpan.FromMicroseconds(row.GetInt64(6))));
    }

    public async Task<long> CountDeadLettersAsync() => (await ReadAsync($"SELECT COUNT(*) FROM {TableOf("dead_letters")}", row => row.GetInt64(0))).Single();

    /// <summary>Whether a delivery has not ended. Counting them all would take the database's time, once there is much history.</summary>
    public async Task<bool> HasOpenAsync() =>
        (await ReadAsync($"SELECT CASE WHEN EXISTS (SELECT 1 FROM {_prefix}queue) THEN 1 ELSE 0 END", row => row.GetInt32(0))).Single() > 0;

    /// <summary>How many deliveries have not ended, and how many have.</summary>
    public async Task<(long Open, long Ended)> CountAsync() =>
        (await ReadAsync(
            $"""
            SELECT (SELECT COUNT(*) FROM {_prefix}queue),
                   (SELECT COUNT(*) FROM {TableOf("attempts")} WHERE succeeded_at IS NOT NULL) + (SELECT COUNT(*) FROM {TableOf("dead_letters")})
                   + (SELECT COUNT(*) FROM {TableOf("cancellations")})
            """,
            row => (row.GetInt64(0), row.GetInt64(1)))).Single();

    /// <summary>How many partitions each instance holds under a lease that has not ended.</summary>
    public async Task<IReadOnlyDictionary<string, long>> ReadOwnersAsync()
    {
        var now = kind == StoreKind.Postgres ? "clock_timestamp()" : "unixepoch('subsec') * 1000000";
        var rows = await ReadAsync(
            $"SELECT instance, COUNT(*) FROM {_prefix}leases WHERE instance IS NOT NULL AND expires_at > {now} GROUP BY instance",
            row => (Instance: row.GetString(0), Partitions: row.GetInt64(1)));
        return rows.ToDictionary(row => row.Instance, row => row.Partitions);
    }

    /// <summary>The epoch of each partition: it grows whenever somebody else gets it.</summary>
    public async Task<IReadOnlyDictionary<int, long>> ReadEpochsAsync() =>
        (await ReadAsync($"SELECT partition, epoch FROM {_prefix}leases", row => (row.GetInt32(0), row.GetInt64(1)))).ToDictionary();

    /// <summary>Until when each instance is taken to be live, as the database writes it: it changes with every renewal.</summary>
    public async Task<IReadOnlyDictionary<string, string>> ReadInstancesAsync() =>
        (await ReadAsync($"SELECT id, CAST(expires_at AS text) FROM {_prefix}instances", row => (row.GetString(0), row.GetString(1)))).ToDictionary();

    /// <summary>How much was removed although a pending delivery needed it.</summary>
    public async Task<long> CountNeededAsync() =>
        (await ReadAsync($"SELECT COUNT(*) FROM {RemovedHistory.PrefixOf(kind)}needed", row => row.GetInt64(0))).Single();

    private string TableOf(string name) =>
        ReadsRemoved && RemovedHistory.Keeps(name)
            ? $"(SELECT * FROM {_prefix}{name} UNION ALL SELECT * FROM {RemovedHistory.PrefixOf(kind)}{name}) AS {name}"
            : _prefix + name;

    private async Task<List<T>> ReadAsync<T>(string sql, Func<DbDataReader, T> read)
    {
        await using var connection = await StoreAccess.OpenAsync(kind, connectionString);
        await using var command = connection.CreateCommand();
        (command.CommandText, command.CommandTimeout) = (sql, 120);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    private static int NumberOf(string url) => int.Parse(url.AsSpan(url.LastIndexOf('/') + 1), CultureInfo.InvariantCulture);

    private static Guid GuidAt(DbDataReader row, int column) =>
        row.GetValue(column) switch
        {
            Guid guid => guid,
            byte[] bytes => new Guid(bytes, bigEndian: true),
            var other => throw new InvalidOperationException($"{other} is no UUID."),
        };

    private static bool IsTrueAt(DbDataReader row, int column) => Convert.ToBoolean(row.GetValue(column), CultureInfo.InvariantCulture);

    private static long? RequestAt(DbDataReader row, int column) =>
        !row.IsDBNull(column) && long.TryParse(row.GetString(column), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
