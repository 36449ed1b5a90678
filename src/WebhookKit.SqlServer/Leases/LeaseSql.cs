using WebhookKit.SqlServer.Connections;

namespace WebhookKit.SqlServer.Leases;

/// <summary>The statements that share partitions out.</summary>
internal sealed class LeaseSql(SqlServerTables tables)
{
    /// <summary>
    /// One renewal after the other: the fair share is counted while nobody else takes, and the clock is read by whoever has the turn.
    /// The transaction begins and ends within the command, so that no process holds it up by standing still.
    /// Parameters: <c>@instance</c>, <c>@milliseconds</c>, <c>@lateMilliseconds</c>, <c>@mayTakeLate</c>. Answers the time, the live instances, and then the leases.
    /// </summary>
    public string Renew { get; } = $"""
        {SqlBatch.Begin}
        UPDATE {tables.LeaseTurns} SET turn = turn + 1 WHERE id = 1;
        DECLARE @now datetime2(7) = SYSUTCDATETIME();
        DECLARE @expiresAt datetime2(7) = DATEADD(millisecond, @milliseconds, @now);
        DECLARE @onTime int = (
            SELECT COUNT(*) FROM {tables.Instances}
            WHERE id = @instance AND expires_at >= DATEADD(millisecond, @lateMilliseconds, @now));
        DELETE FROM {tables.Instances} WHERE expires_at <= @now AND id <> @instance;
        UPDATE {tables.Instances} SET expires_at = @expiresAt WHERE id = @instance;
        IF @@ROWCOUNT = 0
        BEGIN
            INSERT INTO {tables.Instances} (id, expires_at) VALUES (@instance, @expiresAt);
        END;
        UPDATE {tables.Leases} SET expires_at = @expiresAt WHERE instance = @instance;
        DECLARE @owned int = @@ROWCOUNT;
        DECLARE @live int = (SELECT COUNT(*) FROM {tables.Instances});
        DECLARE @missing int = ({EndpointId.PartitionCount} + @live - 1) / @live - @owned;
        IF @missing > 0
        BEGIN
            UPDATE {tables.Leases} SET instance = @instance, epoch = epoch + 1, expires_at = @expiresAt
            WHERE [partition] IN (
                SELECT TOP (@missing) [partition] FROM {tables.Leases}
                WHERE instance IS NULL OR (expires_at <= @now AND (@onTime = 1 OR @mayTakeLate = 1))
                ORDER BY [partition]);
        END;
        {SqlBatch.Commit}
        SELECT @now AS Now, @live AS Live;
        SELECT [partition] AS [Partition], epoch AS Epoch FROM {tables.Leases} WHERE instance = @instance ORDER BY [partition];
        """;

    /// <summary>Parameters: <c>@instance</c>, <c>@partitions</c>.</summary>
    public string Release { get; } = $"""
        {SqlBatch.Begin}
        UPDATE {tables.LeaseTurns} SET turn = turn + 1 WHERE id = 1;
        UPDATE {tables.Leases} SET instance = NULL, expires_at = '0001-01-01'
        WHERE instance = @instance AND [partition] IN (SELECT CAST(id AS int) FROM @partitions);
        {SqlBatch.Commit}
        """;

    /// <summary>Parameter: <c>@partition</c>. Answers the time, and who has a lease.</summary>
    public string FindHolder { get; } = $"""
        DECLARE @now datetime2(7) = SYSUTCDATETIME();
        SELECT @now AS Now, (SELECT instance FROM {tables.Leases} WHERE [partition] = @partition AND expires_at > @now) AS Holder;
        """;

    /// <summary>Parameter: <c>@instance</c>.</summary>
    public string Forget { get; } = $"DELETE FROM {tables.Instances} WHERE id = @instance;";
}
