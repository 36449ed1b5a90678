using Npgsql;
using WebhookKit.PostgreSql.Connections;
using WebhookKit.Relational.Deliveries;
using WebhookKit.Relational.Values;
using WebhookKit.Storage;

namespace WebhookKit.PostgreSql.Deliveries;

/// <summary>
/// Finds lanes by jumping from one to the next in the lane index: one search for each lane that has something queued,
/// however much that is, and none for an endpoint that has nothing. What else would keep it is looked up only where something is due.
/// </summary>
internal sealed class LaneFinder(PostgreSqlDatabase database)
{
    private readonly string _find = $"""
        SELECT lane.endpoint_id, lane.due_at
        FROM unnest($1, $2) AS range (first, last)
        CROSS JOIN LATERAL (
            WITH RECURSIVE head (endpoint_id, due_at) AS (
                (SELECT endpoint_id, due_at
                 FROM {database.Tables.Queue}
                 WHERE endpoint_id >= range.first AND endpoint_id <= range.last
                 ORDER BY endpoint_id, due_at
                 LIMIT 1)
                UNION ALL
                SELECT next.endpoint_id, next.due_at
                FROM head
                CROSS JOIN LATERAL (
                    SELECT endpoint_id, due_at
                    FROM {database.Tables.Queue}
                    WHERE endpoint_id > head.endpoint_id AND endpoint_id <= range.last
                    ORDER BY endpoint_id, due_at
                    LIMIT 1) AS next
            )
            SELECT endpoint_id, due_at FROM head
        ) AS lane
        WHERE lane.due_at <= $3
            AND (SELECT status = {(int)EndpointStatus.Paused} OR circuit_open_until > $3 FROM {database.Tables.Endpoints} WHERE id = lane.endpoint_id)
                IS NOT TRUE
        """;

    public async Task<LaneSearchResult> FindAsync(NpgsqlConnection connection, LaneSearch search, CancellationToken cancellationToken)
    {
        var ranges = PartitionRanges.Of(search.Partitions);
        var batch = HotBatch.Create(connection);
        await using var batchDisposal = batch.ConfigureAwait(false);
        var find = new NpgsqlBatchCommand(_find);
        find.Parameters.AddTyped(ranges.ConvertAll(range => range.First));
        find.Parameters.AddTyped(ranges.ConvertAll(range => range.Last));
        find.Parameters.AddTyped(search.DueBy.ToColumn());
        batch.BatchCommands.Add(find);

        var lanes = new List<LaneHead>();
        var reader = await HotBatch.ReadAsync(batch, database.Prepares, cancellationToken).ConfigureAwait(false);
        await using var readerDisposal = reader.ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            lanes.Add(new LaneHead(new EndpointId(reader.GetInt64(0)), UtcTime.ToMoment(reader.GetFieldValue<DateTime>(1))));
        }

        return new LaneSearchResult { Lanes = lanes };
    }
}
