using WebhookKit.Relational.Deliveries;
using WebhookKit.Sqlite.Connections;
using WebhookKit.Sqlite.Values;
using WebhookKit.Storage;

namespace WebhookKit.Sqlite.Deliveries;

/// <summary>
/// Finds lanes by jumping from one to the next in the lane index: two searches for each lane that has something queued,
/// however much that is, and none for an endpoint that has nothing.
/// </summary>
internal sealed class LaneFinder(SqliteTables tables)
{
    private readonly string _find = $"""
        WITH RECURSIVE lane (endpoint_id) AS (
            SELECT MIN(endpoint_id) FROM {tables.Queue} WHERE endpoint_id >= $first AND endpoint_id <= $last
            UNION ALL
            SELECT (SELECT MIN(endpoint_id) FROM {tables.Queue} WHERE endpoint_id > lane.endpoint_id AND endpoint_id <= $last)
            FROM lane
            WHERE lane.endpoint_id IS NOT NULL
        ),
        head (endpoint_id, due_at) AS (
            SELECT endpoint_id, (SELECT MIN(due_at) FROM {tables.Queue} WHERE endpoint_id = lane.endpoint_id)
            FROM lane
            WHERE endpoint_id IS NOT NULL
        )
        SELECT endpoint_id, due_at
        FROM head
        WHERE due_at <= $due_by
            AND (SELECT status = {(int)EndpointStatus.Paused} OR circuit_open_until > $due_by FROM {tables.Endpoints} WHERE id = head.endpoint_id)
                IS NOT TRUE
        """;

    public LaneSearchResult Find(SqliteSession session, LaneSearch search)
    {
        var lanes = new List<LaneHead>();
        foreach (var (first, last) in PartitionRanges.Of(search.Partitions))
        {
            using var reader = session.Query(
                _find,
                ("$first", first),
                ("$last", last),
                ("$due_by", search.DueBy.ToMicroseconds()));
            while (reader.Read())
            {
                lanes.Add(new LaneHead(new EndpointId(reader.GetInt64(0)), SqliteTime.ToMoment(reader.GetInt64(1))));
            }
        }

        return new LaneSearchResult { Lanes = lanes };
    }
}
