namespace WebhookKit.SqlServer.Deliveries;

/// <summary>The statements for deliveries in order alone.</summary>
internal sealed class OrderSql(SqlServerTables tables)
{
    /// <summary>
    /// A part of the text that records: notes the numbers that outcomes use up. Whoever records late, or again, takes nothing back.
    /// Parameter: <c>@outcomes</c>.
    /// </summary>
    public static string UseUp(SqlServerTables tables) => $"""
        UPDATE sequence
        SET last = CASE WHEN used.sequence > sequence.last THEN used.sequence ELSE sequence.last END,
            used_at = CASE WHEN used.ended_at > sequence.used_at THEN used.ended_at ELSE sequence.used_at END
        FROM @outcomes AS used
        JOIN {tables.Sequences} AS sequence ON sequence.endpoint_id = used.endpoint_id AND sequence.ordering_key = used.ordering_key;
        INSERT INTO {tables.Sequences} (endpoint_id, ordering_key, last, used_at)
        SELECT used.endpoint_id, used.ordering_key, MAX(used.sequence), MAX(used.ended_at)
        FROM @outcomes AS used
        WHERE used.ordering_key IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM {tables.Sequences} AS known
            WHERE known.endpoint_id = used.endpoint_id AND known.ordering_key = used.ordering_key)
        GROUP BY used.endpoint_id, used.ordering_key;
        """;

    /// <summary>Parameters: <c>@deliveries</c>, <c>@until</c>. Answers how many there were.</summary>
    public string Postpone { get; } = $"""
        UPDATE queued
        SET due_at = @until
        FROM @deliveries AS waiting
        JOIN {tables.Queue} AS queued {SqlServerTables.Seek} ON queued.[key] = waiting.[key] AND queued.endpoint_id = waiting.endpoint_id
        WHERE queued.due_at < @until;
        SELECT @@ROWCOUNT;
        """;
}
