using WebhookKit.SqlServer.Connections;

namespace WebhookKit.SqlServer.Jobs;

/// <summary>The statements about events that an endpoint has no delivery of.</summary>
internal sealed class MissedSql(SqlServerTables tables)
{
    /// <summary>
    /// Events with whether there is no delivery, as it seems: what others are writing is passed over, and looked at again when a delivery
    /// is made. Parameters: <c>@owner</c>, <c>@endpoint</c>, <c>@fromKey</c>, <c>@below</c>, <c>@limit</c>.
    /// </summary>
    public string Read { get; } = $"""
        {SqlBatch.Plain}
        SELECT e.id AS Id, e.type AS Type, e.created_at AS CreatedAt,
               CASE WHEN e.owner = @owner
                   AND NOT EXISTS (SELECT 1 FROM {tables.Queue} AS q {SqlServerTables.SeekPassLocked} WHERE q.[key] = e.id AND q.endpoint_id = @endpoint)
                   AND NOT EXISTS (SELECT 1 FROM {tables.Attempts} AS a WHERE a.[key] = e.id AND a.endpoint_id = @endpoint)
                   AND NOT EXISTS (SELECT 1 FROM {tables.DeadLetters} AS d WHERE d.[key] = e.id AND d.endpoint_id = @endpoint)
                   AND NOT EXISTS (SELECT 1 FROM {tables.Cancellations} AS c WHERE c.[key] = e.id AND c.endpoint_id = @endpoint)
                   AND NOT EXISTS (SELECT 1 FROM {tables.Replays} AS r WHERE r.event_id = e.id AND r.endpoint_id = @endpoint)
                   THEN 1 ELSE 0 END AS Missed,
               e.deliver_at AS DeliverAt, e.options AS Options
        FROM (
            SELECT TOP (@limit) id, type, created_at, owner, deliver_at, options
            FROM {tables.Events} {SqlServerTables.PassLocked}
            WHERE id >= @fromKey AND id < @below
            ORDER BY id DESC
        ) AS e
        ORDER BY e.id DESC;
        """;

    /// <summary>
    /// Changes nothing but holds the event: whoever makes the same meanwhile waits here, and then sees what has become of it.
    /// Parameter: <c>@key</c>. Answers how many there were.
    /// </summary>
    public string Hold { get; } = $"""
        UPDATE {tables.Events} SET content_type = content_type WHERE id = @key;
        SELECT @@ROWCOUNT;
        """;

    /// <summary>Waits for whoever is moving it, and then it is in one of the others. Parameters: <c>@key</c>, <c>@endpoint</c>.</summary>
    public string CountQueued { get; } = $"SELECT COUNT(*) FROM {tables.Queue} WHERE [key] = @key AND endpoint_id = @endpoint;";

    /// <summary>Asked after <see cref="CountQueued"/>. Parameters: <c>@key</c>, <c>@endpoint</c>.</summary>
    public string CountEnded { get; } = $"""
        SELECT (SELECT COUNT(*) FROM {tables.Attempts} WHERE [key] = @key AND endpoint_id = @endpoint)
            + (SELECT COUNT(*) FROM {tables.DeadLetters} WHERE [key] = @key AND endpoint_id = @endpoint)
            + (SELECT COUNT(*) FROM {tables.Cancellations} WHERE [key] = @key AND endpoint_id = @endpoint)
            + (SELECT COUNT(*) FROM {tables.Replays} WHERE event_id = @key AND endpoint_id = @endpoint);
        """;

    /// <summary>
    /// Due at once by the clock of the database, where that of the caller is ahead of it. Parameters: <c>@key</c>, <c>@endpoint</c>,
    /// <c>@dueAt</c>. Answers how many there are.
    /// </summary>
    public string Make { get; } = $"""
        INSERT INTO {tables.Queue} ([key], endpoint_id, due_at, attempts, event_id)
        SELECT @key, id, CASE WHEN @dueAt < SYSUTCDATETIME() THEN @dueAt ELSE SYSUTCDATETIME() END, 0, NULL
        FROM {tables.Endpoints}
        WHERE id = @endpoint AND status <> {(int)EndpointStatus.Disabled};
        SELECT @@ROWCOUNT;
        """;
}
