using WebhookKit.SqlServer.Connections;
using WebhookKit.SqlServer.Values;

namespace WebhookKit.SqlServer.Outbox;

/// <summary>Stores events and fans them out, in one command.</summary>
internal sealed class EventAppender(SqlServerTables tables)
{
    /// <summary>Answers the endpoints of every event that was stored; those that are missing were there before.</summary>
    /// <param name="session">Where.</param>
    /// <param name="sql">One of the texts of <see cref="OutboxSql"/> that append.</param>
    /// <param name="events">At least one.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<Dictionary<EventId, List<EndpointId>>> AppendAsync(
        SqlSession session, string sql, IReadOnlyList<WebhookEvent> events, CancellationToken cancellationToken)
    {
        // Before anything is sent: rows are made while others are on their way.
        foreach (var item in events)
        {
            SqlValues.Exact(item.Owner, "owner");
            SqlValues.Exact(item.IdempotencyKey, "idempotency key");
            SqlValues.Exact(item.OrderingKey, "ordering key");
            SqlValues.Exact(item.CoalescingKey, "coalescing key");
        }

        var values = new SqlValues()
            .Rows("@events", tables.EventRows, EventRows.Of(FirstOfEach(events)))
            .Rows("@patterns", tables.PatternRows, PatternRows.Matching(events.Select(item => item.Type)));
        var reader = await session.ReadAsync(sql, values, cancellationToken).ConfigureAwait(false);
        await using var readerDisposal = reader.ConfigureAwait(false);

        var queued = new List<(EventId Event, EndpointId Endpoint)>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            queued.Add((new EventId(reader.GetKey(0)), new EndpointId(reader.GetInt64(1))));
        }

        var stored = new Dictionary<EventId, List<EndpointId>>(events.Count);
        await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            stored.Add(new EventId(reader.GetKey(0)), []);
        }

        foreach (var (id, endpoint) in queued)
        {
            stored[id].Add(endpoint);
        }

        return stored;
    }

    // One statement cannot see what it adds itself: of those that are in each other's way only the first is sent.
    private static List<WebhookEvent> FirstOfEach(IReadOnlyList<WebhookEvent> events)
    {
        var ids = new HashSet<EventId>();
        var keys = new HashSet<(string Owner, string Key)>();
        return [.. events.Where(item => (item.IdempotencyKey is not { } key || keys.Add((item.Owner, key))) && ids.Add(item.Id))];
    }
}
