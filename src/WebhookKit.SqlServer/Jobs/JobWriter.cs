using WebhookKit.Relational.Columns;
using WebhookKit.SqlServer.Connections;
using WebhookKit.Storage;

namespace WebhookKit.SqlServer.Jobs;

/// <summary>Reads and writes jobs.</summary>
internal sealed class JobWriter(SqlServerTables tables)
{
    private readonly JobSql _sql = new(tables);

    public Task InsertAsync(SqlSession session, WebhookJob job, CancellationToken cancellationToken)
    {
        var values = new SqlValues()
            .Key("@id", job.Id.Value)
            .Small("@kind", (short)job.Kind)
            .Owner("@owner", job.Owner)
            .Text("@selection", SelectionColumn.Write(job.Selection))
            .Int("@rate", job.Rate)
            .Text("@requestedBy", job.RequestedBy)
            .Moment("@at", job.CreatedAt);
        return session.ExecuteAsync(_sql.Insert, values, cancellationToken);
    }

    public async Task<JobRecord?> FindAsync(SqlSession session, JobId id, string? owner, CancellationToken cancellationToken)
    {
        var values = new SqlValues().Key("@id", id.Value).Owner("@owner", owner);
        return (await session.QueryAsync<JobRow>(_sql.Find, values, cancellationToken).ConfigureAwait(false)).SingleOrDefault()?.ToRecord();
    }

    public async Task<JobPage> ListAsync(SqlSession session, JobListQuery query, CancellationToken cancellationToken)
    {
        var values = new SqlValues().Int("@limit", query.Limit + 1);
        if (query.Owner is not null)
        {
            values.Owner("@owner", query.Owner);
        }

        if (query.After is not null)
        {
            values.Key("@after", query.After);
        }

        var found = await session.QueryAsync<JobRow>(_sql.List(query), values, cancellationToken).ConfigureAwait(false);
        return new JobPage { Items = [.. found.Take(query.Limit).Select(row => row.ToRecord())], HasMore = found.Count > query.Limit };
    }

    /// <summary>Begins a step; answers false where somebody else was first or the job has ended.</summary>
    public async Task<bool> TakeAsync(SqlSession session, JobStep step, CancellationToken cancellationToken)
    {
        var values = new SqlValues().Key("@id", step.Id.Value).Long("@revision", step.Revision);
        return await session.ReadNumberAsync(_sql.Take, values, cancellationToken).ConfigureAwait(false) > 0;
    }

    public Task NoteAsync(SqlSession session, JobStep step, int made, CancellationToken cancellationToken)
    {
        var hasEnded = step.Status is not (JobStatus.Pending or JobStatus.Running);
        var values = new SqlValues()
            .Key("@id", step.Id.Value)
            .Text("@position", step.Position)
            .Small("@status", (short)step.Status)
            .Text("@failure", step.FailureReason)
            .Long("@total", step.Total)
            .Long("@done", made)
            .Long("@skipped", step.Replays.Count + step.FirstDeliveries.Count - made)
            .Moment("@at", step.At)
            .Moment("@endedAt", hasEnded ? step.At : null);
        return session.ExecuteAsync(_sql.Note, values, cancellationToken);
    }

    /// <summary>Answers false where it has ended.</summary>
    public async Task<bool> CancelAsync(SqlSession session, JobId id, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var values = new SqlValues().Key("@id", id.Value).Moment("@at", at);
        return await session.ReadNumberAsync(_sql.Cancel, values, cancellationToken).ConfigureAwait(false) > 0;
    }

    public Task<int> PurgeAsync(SqlSession session, JobPurge purge, CancellationToken cancellationToken) =>
        session.ReadNumberAsync(_sql.Purge, new SqlValues().Moment("@before", purge.EndedBefore).Int("@limit", purge.Limit), cancellationToken);
}
