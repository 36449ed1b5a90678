using WebhookKit.Storage;

namespace WebhookKit.SqlServer.Jobs;

/// <summary>The statements about jobs.</summary>
internal sealed class JobSql(SqlServerTables tables)
{
    private const string Columns = """
        id AS Id, kind AS Kind, owner AS Owner, selection AS Selection, rate AS Rate, status AS Status, failure_reason AS FailureReason,
               total AS Total, done AS Done, skipped AS Skipped, position AS Position, requested_by AS RequestedBy, created_at AS CreatedAt,
               started_at AS StartedAt, updated_at AS UpdatedAt, ended_at AS EndedAt, revision AS Revision
        """;

    /// <summary>
    /// Parameters: <c>@id</c>, <c>@kind</c>, <c>@owner</c>, <c>@selection</c>, <c>@rate</c>, <c>@requestedBy</c>, <c>@at</c>.
    /// </summary>
    public string Insert { get; } = $"""
        INSERT INTO {tables.Jobs} (id, kind, owner, selection, rate, status, done, skipped, requested_by, created_at, updated_at, revision)
        VALUES (@id, @kind, @owner, @selection, @rate, {(int)JobStatus.Pending}, 0, 0, @requestedBy, @at, @at, 1);
        """;

    /// <summary>Waits for a step that is under way. Parameters: <c>@id</c>, <c>@owner</c>.</summary>
    public string Find { get; } = $"""
        SELECT {Columns}
        FROM {tables.Jobs}
        WHERE id = @id AND (@owner IS NULL OR owner = @owner);
        """;

    /// <summary>
    /// Whoever makes the same step meanwhile waits here, and then finds another revision. Parameters: <c>@id</c>, <c>@revision</c>.
    /// Answers how many there were.
    /// </summary>
    public string Take { get; } = $"""
        UPDATE {tables.Jobs} SET revision = revision + 1 WHERE id = @id AND revision = @revision AND ended_at IS NULL;
        SELECT @@ROWCOUNT;
        """;

    /// <summary>
    /// Parameters: <c>@id</c>, <c>@position</c>, <c>@status</c>, <c>@failure</c>, <c>@total</c>, <c>@done</c>, <c>@skipped</c>, <c>@at</c>,
    /// <c>@endedAt</c>.
    /// </summary>
    public string Note { get; } = $"""
        UPDATE {tables.Jobs}
        SET position = @position, status = @status, failure_reason = @failure, total = @total, done = done + @done,
            skipped = skipped + @skipped, started_at = COALESCE(started_at, @at), updated_at = @at, ended_at = @endedAt
        WHERE id = @id;
        """;

    /// <summary>Parameters: <c>@id</c>, <c>@at</c>. Answers how many there were.</summary>
    public string Cancel { get; } = $"""
        UPDATE {tables.Jobs}
        SET status = {(int)JobStatus.Cancelled}, updated_at = @at, ended_at = @at, revision = revision + 1
        WHERE id = @id AND ended_at IS NULL;
        SELECT @@ROWCOUNT;
        """;

    /// <summary>Parameters: <c>@before</c>, <c>@limit</c>. Answers how many there were.</summary>
    public string Purge { get; } = $"""
        DELETE FROM {tables.Jobs} WHERE id IN (SELECT TOP (@limit) id FROM {tables.Jobs} WHERE ended_at < @before ORDER BY id);
        SELECT @@ROWCOUNT;
        """;

    /// <summary>A page. Parameters: <c>@limit</c>, and <c>@owner</c> and <c>@after</c> where the query has them.</summary>
    public string List(JobListQuery query)
    {
        string[] conditions =
        [
            .. query.Owner is null ? [] : new[] { "owner = @owner" },
            .. query.HasEnded switch { true => ["ended_at IS NOT NULL"], false => ["ended_at IS NULL"], null => Array.Empty<string>() },
            .. query.After is null ? [] : new[] { "id < @after" },
        ];
        return $"""
            SELECT TOP (@limit) {Columns}
            FROM {tables.Jobs}
            {(conditions.Length == 0 ? "" : "WHERE " + string.Join(" AND ", conditions))}
            ORDER BY id DESC;
            """;
    }
}
