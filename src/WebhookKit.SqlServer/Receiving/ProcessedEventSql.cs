using WebhookKit.Relational.Receiving;
using WebhookKit.SqlServer.Connections;

namespace WebhookKit.SqlServer.Receiving;

/// <summary>The statements about events that a receiver has processed.</summary>
internal sealed class ProcessedEventSql(SqlServerTables tables)
{
    /// <summary>Takes over what is forgotten, or whose claim has ended. Parameters: <c>@key</c>, <c>@number</c>, <c>@milliseconds</c>, <c>@seconds</c>.</summary>
    public string TakeOver { get; } = $"""
        {SqlBatch.Plain}
        UPDATE {tables.ProcessedEvents}
        SET number = CASE WHEN number >= @number THEN number + 1 ELSE @number END, is_done = 0,
            claimed_until = DATEADD(millisecond, @milliseconds, SYSUTCDATETIME()), forget_at = DATEADD(second, @seconds, SYSUTCDATETIME())
        OUTPUT inserted.number
        WHERE [key] = @key AND (forget_at <= SYSUTCDATETIME() OR (is_done = 0 AND claimed_until <= SYSUTCDATETIME()));
        """;

    /// <summary>Adds what is new. The same parameters. Of two who add the same one at once, the second fails.</summary>
    public string Add { get; } = $"""
        {SqlBatch.Plain}
        INSERT INTO {tables.ProcessedEvents} ([key], number, is_done, claimed_until, forget_at)
        OUTPUT inserted.number
        SELECT @key, @number, 0, DATEADD(millisecond, @milliseconds, SYSUTCDATETIME()), DATEADD(second, @seconds, SYSUTCDATETIME())
        WHERE NOT EXISTS (SELECT 1 FROM {tables.ProcessedEvents} WHERE [key] = @key);
        """;

    /// <summary>Parameter: <c>@key</c>.</summary>
    public string Find { get; } = $"""
        {SqlBatch.Plain}
        SELECT is_done AS IsDone, claimed_until AS ClaimedUntil, SYSUTCDATETIME() AS Now
        FROM {tables.ProcessedEvents} WHERE [key] = @key AND forget_at > SYSUTCDATETIME();
        """;

    /// <summary>Parameters: <c>@key</c>, <c>@number</c>. Answers a row where it was done.</summary>
    public string Complete { get; } = $"""
        {SqlBatch.Plain}
        UPDATE {tables.ProcessedEvents} SET is_done = 1
        OUTPUT inserted.number
        WHERE [key] = @key AND number = @number AND forget_at > SYSUTCDATETIME();
        """;

    /// <summary>Parameters: <c>@key</c>, <c>@number</c>. Answers a row where it was done.</summary>
    public string Release { get; } = $"""
        {SqlBatch.Plain}
        UPDATE {tables.ProcessedEvents} SET number = number + 1, claimed_until = SYSUTCDATETIME()
        OUTPUT inserted.number
        WHERE [key] = @key AND number = @number AND is_done = 0 AND forget_at > SYSUTCDATETIME();
        """;

    /// <summary>Answers how many were removed.</summary>
    public string Purge { get; } = $"""
        {SqlBatch.Plain}
        DELETE FROM {tables.ProcessedEvents}
        WHERE [key] IN (SELECT TOP ({RelationalProcessedEvents.PurgeLimit}) [key] FROM {tables.ProcessedEvents} WHERE forget_at <= SYSUTCDATETIME() ORDER BY forget_at);
        SELECT @@ROWCOUNT;
        """;
}
