using WebhookKit.SqlServer.Connections;

namespace WebhookKit.SqlServer.Deliveries;

/// <summary>The statement that keeps the last of pending deliveries with the same coalescing key.</summary>
internal sealed class CoalesceSql(SqlServerTables tables)
{
    private const string WithTheKey = "endpoint_id = @endpoint AND coalescing_key = @coalescingKey";

    /// <summary>
    /// Parameters: <c>@endpoint</c>, <c>@coalescingKey</c>, <c>@at</c>, <c>@reason</c>, <c>@actor</c>, <c>@limit</c>. Answers the last one and how many
    /// were cancelled.
    /// </summary>
    public string KeepLast { get; } = $"""
        {SqlBatch.Plain}
        DECLARE @replaced int;
        DECLARE @older TABLE ([key] binary(16) NOT NULL PRIMARY KEY);
        DECLARE @last binary(16) = (
            SELECT TOP (1) [key] FROM {tables.Queue} {SqlServerTables.SeekPassLocked}
            WHERE {WithTheKey}
            ORDER BY queued_at DESC, [key] DESC);
        INSERT INTO @older ([key])
        SELECT TOP (@limit) [key] FROM {tables.Queue} {SqlServerTables.SeekPassLocked}
        WHERE {WithTheKey} AND [key] <> @last
        ORDER BY queued_at, [key];
        DELETE queued
        OUTPUT deleted.[key], deleted.endpoint_id, deleted.attempts, @at, @reason, @actor, @last
        INTO {tables.Cancellations} ([key], endpoint_id, attempts, ended_at, reason, actor, replayed_as)
        FROM @older AS older
        JOIN {tables.Queue} AS queued {SqlServerTables.Seek} ON queued.[key] = older.[key] AND queued.endpoint_id = @endpoint;
        SET @replaced = @@ROWCOUNT;
        SELECT @last, @replaced;
        """;
}
