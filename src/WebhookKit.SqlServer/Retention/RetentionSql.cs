using WebhookKit.SqlServer.Connections;

namespace WebhookKit.SqlServer.Retention;

/// <summary>The statements that remove what is old, oldest first.</summary>
internal sealed class RetentionSql(SqlServerTables tables)
{
    /// <summary>A bulk replay locks what it repeats one after the other, the newest first: who waits for it the other way round ends in a deadlock.</summary>
    private const string PassOverLocked = "WITH (UPDLOCK, READPAST)";

    /// <summary>The first event after those that one step looks at. Parameters: <c>@from</c>, <c>@end</c>, <c>@limit</c>.</summary>
    public string FindEdge { get; } = $"""
        SELECT id FROM {tables.Events} WHERE id >= @from AND id < @end ORDER BY id OFFSET @limit ROWS FETCH NEXT 1 ROWS ONLY;
        """;

    /// <summary>
    /// Removes ended deliveries with all that belongs to them.
    /// Parameters: <c>@limit</c>, <c>@from</c>, <c>@endedKey</c>, <c>@endedBefore</c>, <c>@deadKey</c>, <c>@deadBefore</c>. Answers how many there were.
    /// </summary>
    public string PurgeDeliveries { get; } = $"""
        {SqlBatch.Begin}
        DECLARE @old TABLE ([key] binary(16) NOT NULL, endpoint_id bigint NOT NULL);
        DECLARE @found int;
        INSERT INTO @old ([key], endpoint_id)
        {Find(tables, "@limit", $"{tables.Attempts} AS s", "@endedKey", "@endedBefore", " AND (s.succeeded_at IS NOT NULL OR s.filtered_at IS NOT NULL)")}
        SET @found = @@ROWCOUNT;
        INSERT INTO @old ([key], endpoint_id)
        {Find(tables, "@limit - @found", $"{tables.Cancellations} AS s {PassOverLocked}", "@endedKey", "@endedBefore")}
        SET @found = @found + @@ROWCOUNT;
        INSERT INTO @old ([key], endpoint_id)
        {Find(tables, "@limit - @found", $"{tables.DeadLetters} AS s {PassOverLocked}", "@deadKey", "@deadBefore")}
        SET @found = @found + @@ROWCOUNT;
        {Remove(tables.DeadLetters)}
        {Remove(tables.Cancellations)}
        {Remove(tables.Replays)}
        {Remove(tables.Attempts)}
        {SqlBatch.Commit}
        SELECT @found;
        """;

    /// <summary>Removes the numbers of ordering keys that nothing was sent with for long. Parameters: <c>@before</c>, <c>@limit</c>.</summary>
    public string PurgeSequences { get; } = $"DELETE TOP (@limit) FROM {tables.Sequences} WHERE used_at < @before;";

    /// <summary>
    /// Removes events that no delivery needs any more. Attempts that are left were recorded after their delivery had been removed.
    /// Parameters: <c>@from</c>, <c>@below</c>, <c>@before</c>. Answers how many there were.
    /// </summary>
    public string PurgeEvents { get; } = $"""
        {SqlBatch.Begin}
        DECLARE @old TABLE (id binary(16) NOT NULL PRIMARY KEY);
        DECLARE @found int;
        INSERT INTO @old (id)
        SELECT e.id
        FROM {tables.Events} AS e
        WHERE e.id >= @from AND e.id < @below AND e.created_at < @before
            AND NOT EXISTS (SELECT 1 FROM {tables.Queue} AS q {SqlServerTables.Seek} WHERE q.[key] = e.id)
            AND NOT EXISTS (SELECT 1 FROM {tables.Attempts} AS a WHERE a.[key] = e.id AND (a.succeeded_at IS NOT NULL OR a.filtered_at IS NOT NULL))
            AND NOT EXISTS (SELECT 1 FROM {tables.DeadLetters} AS d WHERE d.[key] = e.id)
            AND NOT EXISTS (SELECT 1 FROM {tables.Cancellations} AS c WHERE c.[key] = e.id)
            AND NOT EXISTS (SELECT 1 FROM {tables.Replays} AS r WHERE r.event_id = e.id);
        SET @found = @@ROWCOUNT;
        DELETE gone FROM {tables.Attempts} AS gone JOIN @old AS old ON gone.[key] = old.id;
        DELETE gone FROM {tables.Events} AS gone JOIN @old AS old ON gone.id = old.id;
        {SqlBatch.Commit}
        SELECT @found;
        """;

    private static string Find(SqlServerTables tables, string limit, string source, string key, string moment, string condition = "") => $"""
        SELECT TOP ({limit}) s.[key], s.endpoint_id
        FROM {source}
        LEFT JOIN {tables.Replays} AS r ON r.[key] = s.[key] AND r.endpoint_id = s.endpoint_id
        JOIN {tables.Events} AS e ON e.id = COALESCE(r.event_id, s.[key])
        WHERE s.[key] >= @from AND s.[key] < {key} AND COALESCE(r.created_at, e.created_at) < {moment}
            AND (r.created_at IS NOT NULL OR e.deliver_at IS NULL OR e.deliver_at < {moment}){condition}
        ORDER BY s.[key];
        """;

    private static string Remove(string table) =>
        $"DELETE gone FROM {table} AS gone JOIN @old AS old ON gone.[key] = old.[key] AND gone.endpoint_id = old.endpoint_id;";
}
