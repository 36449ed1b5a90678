using WebhookKit.SqlServer.Connections;

namespace WebhookKit.SqlServer.Commands;

/// <summary>The statements of what people do to deliveries.</summary>
internal sealed class CommandSql(SqlServerTables tables)
{
    // How many rows there were is asked for, because a server may be set up to say nothing of it by itself.
    private const string Cancelled = "([key], endpoint_id, attempts, ended_at, reason, actor)";

    /// <summary>Parameters: <c>@key</c>, <c>@endpoint</c>, <c>@at</c>, <c>@reason</c>, <c>@actor</c>. Answers how many there were.</summary>
    public string Cancel { get; } = $"""
        DELETE FROM {tables.Queue}
        OUTPUT deleted.[key], deleted.endpoint_id, deleted.attempts, @at, @reason, @actor
        INTO {tables.Cancellations} {Cancelled}
        WHERE [key] = @key AND endpoint_id = @endpoint;
        SELECT @@ROWCOUNT;
        """;

    /// <summary>
    /// Passes over what a transaction of the host is adding: an endpoint must not wait for it to be disabled.
    /// Parameters: <c>@endpoint</c>, <c>@at</c>, <c>@reason</c>, <c>@actor</c>.
    /// </summary>
    public string CancelAll { get; } = $"""
        {SqlBatch.Plain}
        DELETE queued
        OUTPUT deleted.[key], deleted.endpoint_id, deleted.attempts, @at, @reason, @actor
        INTO {tables.Cancellations} {Cancelled}
        FROM {tables.Queue} AS queued {SqlServerTables.SeekPassLocked}
        WHERE queued.endpoint_id = @endpoint;
        """;

    /// <summary>Parameters: <c>@key</c>, <c>@endpoint</c>.</summary>
    public string CountReplays { get; } = $"SELECT COUNT(*) FROM {tables.Replays} WHERE [key] = @key AND endpoint_id = @endpoint;";

    /// <summary>
    /// Changes nothing but holds the row: whoever asks for the same meanwhile waits here, and then sees what it was replayed as.
    /// Parameters: <c>@key</c>, <c>@endpoint</c>. Answers how many there were.
    /// </summary>
    public string HoldUnreplayed { get; } = Hold(tables.DeadLetters);

    /// <summary>The same of a cancelled delivery. Parameters: <c>@key</c>, <c>@endpoint</c>. Answers how many there were.</summary>
    public string HoldUnreplayedCancelled { get; } = Hold(tables.Cancellations);

    /// <summary>
    /// Due at once by the clock of the database, where that of the caller is ahead of it.
    /// Parameters: <c>@key</c>, <c>@endpoint</c>, <c>@eventId</c>, <c>@dueAt</c>. Answers how many there are.
    /// </summary>
    public string Queue { get; } = $"""
        INSERT INTO {tables.Queue} ([key], endpoint_id, due_at, attempts, event_id)
        SELECT @key, id, CASE WHEN @dueAt < SYSUTCDATETIME() THEN @dueAt ELSE SYSUTCDATETIME() END, 0, @eventId
        FROM {tables.Endpoints}
        WHERE id = @endpoint AND status <> {(int)EndpointStatus.Disabled};
        SELECT @@ROWCOUNT;
        """;

    /// <summary>Parameters: those of <see cref="Queue"/>, and <c>@original</c>.</summary>
    public string Link { get; } = $"""
        INSERT INTO {tables.Replays} ([key], endpoint_id, event_id, replay_of, created_at)
        VALUES (@key, @endpoint, @eventId, @original, @dueAt);
        UPDATE {tables.DeadLetters} SET replayed_as = @key WHERE [key] = @original AND endpoint_id = @endpoint;
        UPDATE {tables.Cancellations} SET replayed_as = @key WHERE [key] = @original AND endpoint_id = @endpoint;
        """;

    private static string Hold(string table) => $"""
        UPDATE {table} SET replayed_as = NULL
        WHERE [key] = @key AND endpoint_id = @endpoint AND replayed_as IS NULL;
        SELECT @@ROWCOUNT;
        """;
}
