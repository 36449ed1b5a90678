using System.Data.Common;
using WebhookKit.Relational.Deliveries;
using WebhookKit.SqlServer.Connections;
using WebhookKit.SqlServer.Endpoints;
using WebhookKit.SqlServer.History;
using WebhookKit.SqlServer.Values;
using WebhookKit.Storage;

namespace WebhookKit.SqlServer.Deliveries;

/// <summary>Reads the heads of lanes: all of them in one round trip, and in a second one each event and changed endpoint once.</summary>
internal sealed class LaneReader(SqlServerTables tables, DeliverySql sql)
{
    private readonly EndpointReader _endpoints = new(tables);
    private readonly EventReader _events = new(tables);

    public async Task<LaneReadResult> ReadAsync(SqlSession session, LaneRead read, CancellationToken cancellationToken)
    {
        var lanes = read.Lanes.Select(lane => new LaneBeingRead(lane, read.Now)).ToArray();
        await ReadHeadsAsync(session, lanes, cancellationToken).ConfigureAwait(false);

        var changed = lanes.Where(lane => lane.HasChanged).Select(lane => lane.Id).ToArray();
        var endpoints = changed.Length == 0
            ? []
            : await _endpoints.FindAsync(session, changed, cancellationToken).ConfigureAwait(false);

        var contents = Array.ConvertAll(lanes, lane => lane.ToContents(endpoints));
        var needed = contents.SelectMany(lane => lane.Due).Select(due => due.EventId).Where(id => !read.KnownEvents.Contains(id)).Distinct().ToArray();
        var events = needed.Length == 0
            ? []
            : await _events.FindAsync(session, needed, cancellationToken).ConfigureAwait(false);

        return new LaneReadResult { Lanes = contents, Events = events };
    }

    private async Task ReadHeadsAsync(SqlSession session, LaneBeingRead[] lanes, CancellationToken cancellationToken)
    {
        var values = new SqlValues().Rows("@lanes", tables.LaneRows, LaneRows.Of(lanes));
        var reader = await session.ReadAsync(sql.ReadLanes, values, cancellationToken).ConfigureAwait(false);
        await using var readerDisposal = reader.ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var lane = lanes[reader.GetInt32(0)];
            lane.Found(reader.GetInt64(1));
            if (!reader.IsDBNull(2))
            {
                lane.Add(reader.GetKey(2), reader.GetMoment(3), reader.GetInt32(4), reader.GetKeyOrNull(5), reader.GetTextOrNull(6) is { } key ? PlaceOf(reader, key) : null);
            }
        }
    }

    // Where another transaction has changed all that were queued before, none of them is first for now, and neither is this one.
    private static OrderedPlace PlaceOf(DbDataReader reader, string orderingKey) => reader.GetKeyOrNull(7) is { } first
        ? new OrderedPlace(orderingKey, first, reader.GetMoment(8), reader.GetInt32(9), (reader.IsDBNull(10) ? 0 : reader.GetInt64(10)) + 1)
        : new OrderedPlace(orderingKey, Guid.Empty, DateTimeOffset.MaxValue, 0, 0);
}
