namespace WebhookKit.Sqlite.History;

/// <summary>
/// The queries for the keys of an owner's deliveries. Parameters: <c>$owner</c>, <c>$events_below</c> where all are looked for, and <c>$below</c>
/// where some are.
/// </summary>
internal sealed class OwnedKeySql(SqliteTables tables)
{
    private const string Owned = "e.owner = $owner AND e.owner <> '' AND e.id <";

    private readonly string _events = $"{tables.Events} AS e INDEXED BY {tables.EventsOwner}";

    /// <summary>How many events the owner has; more than <c>$most</c> are not counted.</summary>
    public string CountEvents() => $"SELECT COUNT(*) FROM (SELECT 1 FROM {_events} WHERE {Owned} $events_below LIMIT $most)";

    /// <summary>The id of the event before which <c>$newest</c> newer ones stand.</summary>
    public string FindLowest() => $"SELECT e.id FROM {_events} WHERE {Owned} $below ORDER BY e.id DESC LIMIT 1 OFFSET $newest";

    /// <summary>How many replays there are from <c>$lowest</c> on, of whichever owner; more than <c>$most</c> are not counted.</summary>
    public string CountReplays() => $"SELECT COUNT(*) FROM (SELECT 1 FROM {tables.Replays} WHERE key >= $lowest AND key < $below LIMIT $most)";

    /// <summary>The keys of all that the owner has.</summary>
    public string All() => $"""
        SELECT e.id FROM {_events} WHERE {Owned} $events_below
        UNION ALL
        SELECT again.key
        FROM {_events}
        CROSS JOIN {tables.Replays} AS again INDEXED BY {tables.ReplaysEvent} ON again.event_id = e.id
        WHERE {Owned} $events_below
        """;

    /// <summary>The keys from <c>$lowest</c> on.</summary>
    public string Newest() => $"""
        SELECT e.id FROM {_events} WHERE {Owned} $below AND e.id >= $lowest
        UNION ALL
        SELECT again.key
        FROM {tables.Replays} AS again
        CROSS JOIN {tables.Events} AS e ON e.id = again.event_id
        WHERE again.key >= $lowest AND again.key < $below AND e.owner = $owner
        """;
}
