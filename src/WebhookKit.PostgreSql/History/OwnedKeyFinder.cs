using Npgsql;
using WebhookKit.PostgreSql.Connections;
using WebhookKit.Relational.History;
using WebhookKit.Storage;

namespace WebhookKit.PostgreSql.History;

/// <summary>Finds the keys of an owner's deliveries: the ids of its events, and the keys of what repeats them.</summary>
internal sealed class OwnedKeyFinder(PostgreSqlDatabase database)
{
    // Ranges of owner and id together are ranges of the index of owners alone: an owner that is equal, or an id that is below another, would
    // invite a walk over the ids of all owners.
    // The newest events, and, unless there are as many as are asked for, what repeats them.
    private readonly string _find = $"""
        WITH own AS MATERIALIZED (
            SELECT id
            FROM {database.Tables.Events}
            WHERE owner <> '' AND (owner, id) >= ($1, '{Guid.Empty}') AND (owner, id) < ($1, $2)
            ORDER BY owner DESC, id DESC
            LIMIT $3
        )
        SELECT id, FALSE FROM own
        UNION ALL
        SELECT key, TRUE
        FROM {database.Tables.Replays}
        WHERE event_id = ANY(ARRAY(SELECT id FROM own)) AND (SELECT COUNT(*) FROM own) < $3
        """;

    // Replays of whichever owner, and whether they are of this one.
    private readonly string _findReplays = $"""
        SELECT again.key, e.owner = $1
        FROM (
            SELECT key, event_id
            FROM {database.Tables.Replays}
            WHERE key >= $2 AND key < $3
            ORDER BY key DESC, endpoint_id DESC
            LIMIT $4
        ) AS again
        JOIN LATERAL (SELECT owner FROM {database.Tables.Events} WHERE id = again.event_id LIMIT 1) AS e ON TRUE
        """;

    /// <summary>Answers null where it takes no less than to walk all deliveries.</summary>
    public async Task<OwnedKeys?> FindAsync(NpgsqlConnection connection, DeliveryListQuery query, CancellationToken cancellationToken)
    {
        var found = await FindAsync(connection, query.Owner!, OwnedList.BelowOfEvents(query), OwnedList.MostEvents + 1, cancellationToken).ConfigureAwait(false);
        if (found.Count(row => !row.Flag) <= OwnedList.MostEvents)
        {
            return new OwnedKeys(found.Select(row => row.Key).ToHashSet(), IsComplete: true);
        }

        var below = OwnedList.Below(query);
        var newest = await FindAsync(connection, query.Owner!, below, OwnedList.NewestEvents, cancellationToken).ConfigureAwait(false);
        var lowest = newest.Where(row => !row.Flag).Select(row => row.Key).DefaultIfEmpty(below).Min();
        var find = new NpgsqlBatchCommand(_findReplays);
        find.Parameters.AddTyped(query.Owner!);
        find.Parameters.AddTyped(lowest);
        find.Parameters.AddTyped(below);
        find.Parameters.AddTyped((long)(OwnedList.MostReplays + 1));
        var replays = await ReadAsync(connection, find, cancellationToken).ConfigureAwait(false);
        return replays.Count > OwnedList.MostReplays
            ? null
            : new OwnedKeys(newest.Concat(replays.Where(row => row.Flag)).Select(row => row.Key).ToHashSet(), OwnedList.BeginsAt(query, lowest));
    }

    private Task<List<(Guid Key, bool Flag)>> FindAsync(
        NpgsqlConnection connection, string owner, Guid below, long most, CancellationToken cancellationToken)
    {
        var find = new NpgsqlBatchCommand(_find);
        find.Parameters.AddTyped(owner);
        find.Parameters.AddTyped(below);
        find.Parameters.AddTyped(most);
        return ReadAsync(connection, find, cancellationToken);
    }

    private static async Task<List<(Guid Key, bool Flag)>> ReadAsync(
        NpgsqlConnection connection, NpgsqlBatchCommand command, CancellationToken cancellationToken)
    {
        var batch = HotBatch.Create(connection);
        await using var batchDisposal = batch.ConfigureAwait(false);
        batch.BatchCommands.Add(command);
        var reader = await HotBatch.ReadAsync(batch, prepares: false, cancellationToken).ConfigureAwait(false);
        await using var readerDisposal = reader.ConfigureAwait(false);
        var rows = new List<(Guid Key, bool Flag)>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            rows.Add((reader.GetGuid(0), reader.GetBoolean(1)));
        }

        return rows;
    }
}
