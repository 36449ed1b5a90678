using WebhookKit.Relational.Columns;
using WebhookKit.Relational.Values;
using WebhookKit.Sqlite.Connections;
using WebhookKit.Sqlite.Values;
using WebhookKit.Storage;

namespace WebhookKit.Sqlite.Jobs;

/// <summary>Writes jobs.</summary>
internal sealed class JobWriter(SqliteTables tables)
{
    private readonly string _insert = $"""
        INSERT INTO {tables.Jobs} (id, kind, owner, selection, rate, status, done, skipped, requested_by, created_at, updated_at, revision)
        VALUES ($id, $kind, $owner, $selection, $rate, {(int)JobStatus.Pending}, 0, 0, $requested_by, $created_at, $created_at, 1)
        """;

    private readonly string _take = $"UPDATE {tables.Jobs} SET revision = revision + 1 WHERE id = $id AND revision = $revision AND ended_at IS NULL";

    private readonly string _note = $"""
        UPDATE {tables.Jobs}
        SET position = $position, status = $status, failure_reason = $failure_reason, total = $total, done = done + $done,
            skipped = skipped + $skipped, started_at = COALESCE(started_at, $at), updated_at = $at, ended_at = $ended_at
        WHERE id = $id
        """;

    private readonly string _cancel = $"""
        UPDATE {tables.Jobs}
        SET status = {(int)JobStatus.Cancelled}, updated_at = $at, ended_at = $at, revision = revision + 1
        WHERE id = $id AND ended_at IS NULL
        """;

    private readonly string _purge = $"""
        DELETE FROM {tables.Jobs} WHERE id IN (SELECT id FROM {tables.Jobs} WHERE ended_at < $before ORDER BY id LIMIT $limit)
        """;

    public void Insert(SqliteSession session, WebhookJob job) =>
        session.Execute(
            _insert,
            ("$id", job.Id.Value.ToKey()),
            ("$kind", (int)job.Kind),
            ("$owner", job.Owner),
            ("$selection", SelectionColumn.Write(job.Selection)),
            ("$rate", job.Rate),
            ("$requested_by", job.RequestedBy),
            ("$created_at", job.CreatedAt.ToMicroseconds()));

    /// <summary>Begins a step; answers false where somebody else was first or the job has ended.</summary>
    public bool Take(SqliteSession session, JobStep step) =>
        session.Execute(_take, ("$id", step.Id.Value.ToKey()), ("$revision", step.Revision)) > 0;

    public void Note(SqliteSession session, JobStep step, int made)
    {
        var at = step.At.ToMicroseconds();
        var hasEnded = step.Status is not (JobStatus.Pending or JobStatus.Running);
        session.Execute(
            _note,
            ("$position", step.Position),
            ("$status", (int)step.Status),
            ("$failure_reason", step.FailureReason),
            ("$total", step.Total),
            ("$done", made),
            ("$skipped", step.Replays.Count + step.FirstDeliveries.Count - made),
            ("$at", at),
            ("$ended_at", hasEnded ? at : null),
            ("$id", step.Id.Value.ToKey()));
    }

    /// <summary>Answers false where it has ended.</summary>
    public bool Cancel(SqliteSession session, JobId id, DateTimeOffset at) =>
        session.Execute(_cancel, ("$at", at.ToMicroseconds()), ("$id", id.Value.ToKey())) > 0;

    public int Purge(SqliteSession session, JobPurge purge) =>
        session.Execute(_purge, ("$before", purge.EndedBefore.ToMicroseconds()), ("$limit", purge.Limit));
}
