using Dapper;
using Npgsql;
using WebhookKit.Relational.Columns;
using WebhookKit.Relational.Values;
using WebhookKit.Storage;

namespace WebhookKit.PostgreSql.Jobs;

/// <summary>Finds events that an endpoint has no delivery of, and makes their first.</summary>
internal sealed class MissedDeliveries(PostgreSqlTables tables)
{
    private readonly string _read = $"""
        SELECT e.id AS Id, e.type AS Type, e.created_at AS CreatedAt, e.owner = @owner AND {HasNone(tables, "e.id", "@endpoint")} AS IsMissed,
               e.deliver_at AS DeliverAt, e.options AS Options
        FROM (SELECT id, type, created_at, owner, deliver_at, options FROM {tables.Events} WHERE id >= @fromKey AND id < @below ORDER BY id DESC LIMIT @limit) AS e
        ORDER BY e.id DESC
        """;

    // Who makes the same meanwhile waits here; the next statement sees what has become of it.
    private readonly string _hold = $"SELECT 1 FROM {tables.Events} WHERE id = @key FOR NO KEY UPDATE";

    // Due at once by the clock of the database, where that of the caller is ahead of it.
    private readonly string _make = $"""
        INSERT INTO {tables.Queue} (key, endpoint_id, due_at, attempts, event_id)
        SELECT @key, id, LEAST(@dueAt, statement_timestamp()), 0, NULL
        FROM {tables.Endpoints}
        WHERE id = @endpoint AND status <> {(int)EndpointStatus.Disabled} AND {HasNone(tables, "@key", "@endpoint")}
        """;

    public async Task<MissedEventPage> ReadAsync(NpgsqlConnection connection, MissedEventQuery query, CancellationToken cancellationToken)
    {
        var parameters = new
        {
            owner = query.Owner,
            endpoint = query.Endpoint.Value,
            fromKey = TimeKey.LowestAt(query.From),
            below = query.After?.Value ?? Guid.AllBitsSet,
            limit = (long)query.Limit,
        };
        var looked = (await connection
            .QueryAsync<MissedRow>(new CommandDefinition(_read, parameters, cancellationToken: cancellationToken))
            .ConfigureAwait(false)).AsList();

        return new MissedEventPage
        {
            Items =
            [
                .. looked
                    .Where(row => row.IsMissed)
                    .Select(row => (Row: row, Options: JsonColumns.ReadOptions(row.Options)))
                    .Where(one => !one.Options.LeavesOut(query.Endpoint))
                    .Select(one => one.Row.ToMissed(one.Options.ExpiresAt))
                    .Where(missed => missed.CreatedAt >= query.From),
            ],
            Next = looked.Count == query.Limit ? new EventId(looked[^1].Id) : null,
        };
    }

    /// <summary>Answers false where there is one, or has been, or the endpoint is disabled or gone, or the event is.</summary>
    public async Task<bool> TryMakeAsync(NpgsqlConnection connection, DeliveryId first, DateTimeOffset dueAt)
    {
        if (await connection.ExecuteScalarAsync<int?>(_hold, new { key = first.Key }).ConfigureAwait(false) is null)
        {
            return false;
        }

        var row = new { key = first.Key, endpoint = first.Endpoint.Value, dueAt = dueAt.ToColumn() };
        return await connection.ExecuteAsync(_make, row).ConfigureAwait(false) > 0;
    }

    private static string HasNone(PostgreSqlTables tables, string key, string endpoint)
    {
        string[] none =
        [
            None(tables.Queue, "key"), None(tables.Attempts, "key"), None(tables.DeadLetters, "key"), None(tables.Cancellations, "key"),
            None(tables.Replays, "event_id"),
        ];
        return string.Join(" AND ", none);

        string None(string table, string column) => $"NOT EXISTS (SELECT 1 FROM {table} AS made WHERE made.{column} = {key} AND made.endpoint_id = {endpoint})";
    }
}
