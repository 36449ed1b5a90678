using WebhookKit.Relational.Deliveries;
using WebhookKit.SqlServer.Connections;
using WebhookKit.SqlServer.Values;
using WebhookKit.Storage;

namespace WebhookKit.SqlServer.Deliveries;

/// <summary>Finds lanes that have something due.</summary>
internal sealed class LaneFinder(SqlServerTables tables, DeliverySql sql)
{
    public async Task<LaneSearchResult> FindAsync(SqlSession session, LaneSearch search, CancellationToken cancellationToken)
    {
        var values = new SqlValues()
            .Rows("@ranges", tables.RangeRows, RangeRows.Of(PartitionRanges.Of(search.Partitions)))
            .Moment("@dueBy", search.DueBy);
        var reader = await session.ReadAsync(sql.FindLanes, values, cancellationToken).ConfigureAwait(false);
        await using var readerDisposal = reader.ConfigureAwait(false);

        var lanes = new List<LaneHead>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            lanes.Add(new LaneHead(new EndpointId(reader.GetInt64(0)), reader.GetMoment(1)));
        }

        return new LaneSearchResult { Lanes = lanes };
    }
}
