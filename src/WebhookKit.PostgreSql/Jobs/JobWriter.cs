using Dapper;
using Npgsql;
using WebhookKit.Relational.Columns;
using WebhookKit.Relational.Values;
using WebhookKit.Storage;

namespace WebhookKit.PostgreSql.Jobs;

/// <summary>Writes jobs.</summary>
internal sealed class JobWriter(PostgreSqlTables tables)
{
    private readonly string _insert = $"""
        INSERT INTO {tables.Jobs} (id, kind, owner, selection, rate, status, done, skipped, requested_by, created_at, updated_at, revision)
        VALUES (@id, @kind, @owner, @selection, @rate, {(int)JobStatus.Pending}, 0, 0, @requestedBy, @at, @at, 1)
        """;

    // Whoever makes the same step meanwhile waits here, and then finds another revision.
    private readonly string _take = $"UPDATE {tables.Jobs} SET revision = revision + 1 WHERE id = @id AND revision = @revision AND ended_at IS NULL";

    private readonly string _note = $"""
        UPDATE {tables.Jobs}
        SET position = @position, status = @status, failure_reason = @failure, total = @total, done = done + @done,
            skipped = skipped + @skipped, started_at = COALESCE(started_at, @at), updated_at = @at, ended_at = @endedAt
        WHERE id = @id
        """;

    private readonly string _cancel = $"""
        UPDATE {tables.Jobs}
        SET status = {(int)JobStatus.Cancelled}, updated_at = @at, ended_at = @at, revision = revision + 1
        WHERE id = @id AND ended_at IS NULL
        """;

    private readonly string _purge = $"""
        DELETE FROM {tables.Jobs} WHERE id IN (SELECT id FROM {tables.Jobs} WHERE ended_at < @before ORDER BY id LIMIT @limit)
        """;

    public Task InsertAsync(NpgsqlConnection connection, WebhookJob job) =>
        connection.ExecuteAsync(
            _insert,
            new
            {
                id = job.Id.Value,
                kind = (short)job.Kind,
                owner = job.Owner,
                selection = SelectionColumn.Write(job.Selection),
                rate = job.Rate,
                requestedBy = job.RequestedBy,
                at = job.CreatedAt.ToColumn(),
            });

    /// <summary>Begins a step; answers false where somebody else was first or the job has ended.</summary>
    public async Task<bool> TakeAsync(NpgsqlConnection connection, JobStep step) =>
        await connection.ExecuteAsync(_take, new { id = step.Id.Value, revision = step.Revision }).ConfigureAwait(false) > 0;

    public Task NoteAsync(NpgsqlConnection connection, JobStep step, int made)
    {
        var at = step.At.ToColumn();
        var hasEnded = step.Status is not (JobStatus.Pending or JobStatus.Running);
        return connection.ExecuteAsync(
            _note,
            new
            {
                id = step.Id.Value,
                position = step.Position,
                status = (short)step.Status,
                failure = step.FailureReason,
                total = step.Total,
                done = (long)made,
                skipped = (long)(step.Replays.Count + step.FirstDeliveries.Count - made),
                at,
                endedAt = hasEnded ? at : (DateTime?)null,
            });
    }

    /// <summary>Answers false where it has ended.</summary>
    public async Task<bool> CancelAsync(NpgsqlConnection connection, JobId id, DateTimeOffset at) =>
        await connection.ExecuteAsync(_cancel, new { id = id.Value, at = at.ToColumn() }).ConfigureAwait(false) > 0;

    public Task<int> PurgeAsync(NpgsqlConnection connection, JobPurge purge) =>
        connection.ExecuteAsync(_purge, new { before = purge.EndedBefore.ToColumn(), limit = (long)purge.Limit });
}
