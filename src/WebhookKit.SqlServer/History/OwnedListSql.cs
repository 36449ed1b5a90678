using WebhookKit.SqlServer.Connections;

namespace WebhookKit.SqlServer.History;

/// <summary>The queries over the deliveries of an owner that has few events.</summary>
internal sealed class OwnedListSql(SqlServerTables tables)
{
    private readonly DeliveryPages _pages = new(tables);

    /// <summary>
    /// The ids of the owner's events, the newest if there are more than are read, and, unless there are as many as are read, the keys of
    /// what repeats them, in two results. That the owner is not empty is said for the index, which has those alone. Parameters:
    /// <c>@owner</c>, <c>@below</c>, <c>@most</c>.
    /// </summary>
    public string FindKeys { get; } = $"""
        {SqlBatch.Plain}
        DECLARE @own TABLE ([key] binary(16) NOT NULL PRIMARY KEY);
        INSERT INTO @own ([key])
        SELECT TOP (@most) e.id
        FROM {tables.Events} AS e {SqlServerTables.SeekPassLocked}
        WHERE e.owner = @owner AND e.owner <> N'' AND e.id < @below
        ORDER BY e.id DESC;
        SELECT [key] FROM @own;
        SELECT again.[key]
        FROM @own AS own
        JOIN {tables.Replays} AS again {SqlServerTables.Seek} ON again.event_id = own.[key]
        WHERE (SELECT COUNT(*) FROM @own) < @most;
        """;

    /// <summary>
    /// The keys of replays from one on, with what they repeat being the owner's or not. Parameters: <c>@owner</c>, <c>@lowest</c>,
    /// <c>@below</c>, <c>@most</c>.
    /// </summary>
    public string FindReplays { get; } = $"""
        {SqlBatch.Plain}
        SELECT TOP (@most) again.[key], CASE WHEN e.owner = @owner THEN 1 ELSE 0 END
        FROM {tables.Replays} AS again {SqlServerTables.Seek}
        JOIN {tables.Events} AS e {SqlServerTables.SeekPassLocked} ON e.id = again.event_id
        WHERE again.[key] >= @lowest AND again.[key] < @below
        ORDER BY again.[key] DESC;
        """;

    /// <summary>A page, by a text that is the same for all owners. Parameters: <c>@limit</c>, <c>@owner</c>, <c>@keys</c>, and one or two for each filter.</summary>
    public string List(OwnedListQuery query) => _pages.LookUp(query.For("one"));
}
