using Npgsql;
using WebhookKit.PostgreSql.Connections;
using WebhookKit.PostgreSql.Endpoints;
using WebhookKit.PostgreSql.History;
using WebhookKit.Relational.Deliveries;
using WebhookKit.Relational.Values;
using WebhookKit.Storage;

namespace WebhookKit.PostgreSql.Deliveries;

/// <summary>Reads the heads of lanes: all of them in one round trip, and in a second one each event and changed endpoint once.</summary>
internal sealed class LaneReader(PostgreSqlDatabase database)
{
    // Not only what is due: the row after it says when the lane is next due.
    private readonly string _lanes = $"""
        SELECT lane.place, endpoint.revision, head.key, head.due_at, head.attempts, head.event_id, head.ordering_key, first.key, first.due_at, first.attempts,
            CASE WHEN head.ordering_key IS NOT NULL THEN (
                SELECT last FROM {database.Tables.Sequences} WHERE endpoint_id = lane.endpoint_id AND ordering_key = head.ordering_key) END
        FROM unnest($1, $2, $3, $4) WITH ORDINALITY AS lane (endpoint_id, room, after_due_at, after_key, place)
        JOIN {database.Tables.Endpoints} AS endpoint ON endpoint.id = lane.endpoint_id
        LEFT JOIN LATERAL (
            SELECT key, due_at, attempts, event_id, ordering_key
            FROM {database.Tables.Queue}
            WHERE endpoint_id = lane.endpoint_id AND endpoint.status = {(int)EndpointStatus.Enabled}
                AND (due_at, key) > (lane.after_due_at, lane.after_key)
            ORDER BY due_at, key
            LIMIT lane.room
        ) AS head ON TRUE
        LEFT JOIN LATERAL (
            SELECT key, due_at, attempts
            FROM {database.Tables.Queue}
            WHERE endpoint_id = lane.endpoint_id AND ordering_key = head.ordering_key
            ORDER BY queued_at, key
            LIMIT 1
        ) AS first ON TRUE
        ORDER BY lane.place, head.due_at, head.key
        """;

    private readonly EndpointReader _endpoints = new(database.Tables);
    private readonly EventReader _events = new(database);

    public async Task<LaneReadResult> ReadAsync(NpgsqlConnection connection, LaneRead read, CancellationToken cancellationToken)
    {
        var lanes = read.Lanes.Select(lane => new LaneBeingRead(lane, read.Now)).ToArray();
        await ReadHeadsAsync(connection, lanes, cancellationToken).ConfigureAwait(false);

        var changed = lanes.Where(lane => lane.HasChanged).Select(lane => lane.Id).ToArray();
        var endpoints = changed.Length == 0
            ? []
            : await _endpoints.FindAsync(connection, changed, cancellationToken).ConfigureAwait(false);

        var contents = Array.ConvertAll(lanes, lane => lane.ToContents(endpoints));
        var needed = contents.SelectMany(lane => lane.Due).Select(due => due.EventId).Where(id => !read.KnownEvents.Contains(id)).Distinct().ToArray();
        var events = needed.Length == 0
            ? []
            : await _events.FindAsync(connection, needed, cancellationToken).ConfigureAwait(false);

        return new LaneReadResult { Lanes = contents, Events = events };
    }

    private async Task ReadHeadsAsync(NpgsqlConnection connection, LaneBeingRead[] lanes, CancellationToken cancellationToken)
    {
        var batch = HotBatch.Create(connection);
        await using var batchDisposal = batch.ConfigureAwait(false);
        var heads = new NpgsqlBatchCommand(_lanes);
        heads.Parameters.AddTyped(Array.ConvertAll(lanes, lane => lane.Id.Value));
        heads.Parameters.AddTyped(Array.ConvertAll(lanes, lane => lane.RowsToRead));
        heads.Parameters.AddTyped(Array.ConvertAll(lanes, lane => lane.After.DueAt.ToColumn()));
        heads.Parameters.AddTyped(Array.ConvertAll(lanes, lane => lane.After.Key));
        batch.BatchCommands.Add(heads);

        var reader = await HotBatch.ReadAsync(batch, database.Prepares, cancellationToken).ConfigureAwait(false);
        await using var readerDisposal = reader.ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var lane = lanes[reader.GetInt64(0) - 1];
            lane.Found(reader.GetInt64(1));
            if (!reader.IsDBNull(2))
            {
                lane.Add(
                    reader.GetFieldValue<Guid>(2),
                    UtcTime.ToMoment(reader.GetFieldValue<DateTime>(3)),
                    reader.GetInt32(4),
                    reader.IsDBNull(5) ? null : reader.GetFieldValue<Guid>(5),
                    reader.IsDBNull(6) ? null : PlaceOf(reader));
            }
        }
    }

    private static OrderedPlace PlaceOf(NpgsqlDataReader reader) => new(
        reader.GetString(6),
        reader.GetFieldValue<Guid>(7),
        UtcTime.ToMoment(reader.GetFieldValue<DateTime>(8)),
        reader.GetInt32(9),
        (reader.IsDBNull(10) ? 0 : reader.GetInt64(10)) + 1);
}
