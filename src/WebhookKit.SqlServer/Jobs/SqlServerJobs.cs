using WebhookKit.SqlServer.Commands;
using WebhookKit.SqlServer.Connections;
using WebhookKit.SqlServer.History;
using WebhookKit.Storage;

namespace WebhookKit.SqlServer.Jobs;

internal sealed class SqlServerJobs(SqlServerDatabase database) : IJobStore
{
    private readonly JobWriter _writer = new(database.Tables);
    private readonly DeliveryReplayer _replayer = new(database.Tables);
    private readonly MissedDeliveries _missed = new(database.Tables);
    private readonly AuditWriter _audit = new(database.Tables);

    public ValueTask<JobRecord> CreateAsync(JobCreation creation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(creation);

        return database.TransactAsync(
            async (session, token) =>
            {
                await _writer.InsertAsync(session, creation.Job, token).ConfigureAwait(false);
                await _audit.WriteAsync(session, creation.Audit, token).ConfigureAwait(false);
                return (await _writer.FindAsync(session, creation.Job.Id, owner: null, token).ConfigureAwait(false))!;
            },
            cancellationToken);
    }

    public ValueTask<JobRecord?> FindAsync(JobQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);

        return database.RunAsync((session, token) => _writer.FindAsync(session, query.Id, query.Owner, token), cancellationToken);
    }

    public ValueTask<JobPage> ListAsync(JobListQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);

        return database.RunAsync((session, token) => _writer.ListAsync(session, query, token), cancellationToken);
    }

    public ValueTask<JobRecord?> AdvanceAsync(JobStep step, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(step);

        return database.TransactAsync((session, token) => AdvanceAsync(session, step, token), cancellationToken);
    }

    public ValueTask<CancelOutcome> CancelAsync(JobCancellation cancellation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(cancellation);

        return database.TransactAsync((session, token) => CancelAsync(session, cancellation, token), cancellationToken);
    }

    public ValueTask<MissedEventPage> ReadMissedAsync(MissedEventQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);

        return database.RunAsync((session, token) => _missed.ReadAsync(session, query, token), cancellationToken);
    }

    public ValueTask<int> PurgeAsync(JobPurge purge, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(purge);

        return database.RunAsync((session, token) => _writer.PurgeAsync(session, purge, token), cancellationToken);
    }

    // The job's row first, then what it repeats, the newest first: the order of every replay.
    private async Task<JobRecord?> AdvanceAsync(SqlSession session, JobStep step, CancellationToken cancellationToken)
    {
        if (!await _writer.TakeAsync(session, step, cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        var made = 0;
        foreach (var replay in step.Replays)
        {
            made += await TryReplayAsync(session, replay, step.At, cancellationToken).ConfigureAwait(false) ? 1 : 0;
        }

        foreach (var first in step.FirstDeliveries)
        {
            made += await _missed.TryMakeAsync(session, first, step.At, cancellationToken).ConfigureAwait(false) ? 1 : 0;
        }

        await _writer.NoteAsync(session, step, made, cancellationToken).ConfigureAwait(false);
        return await _writer.FindAsync(session, step.Id, owner: null, cancellationToken).ConfigureAwait(false);
    }

    private async Task<bool> TryReplayAsync(SqlSession session, JobReplay replay, DateTimeOffset at, CancellationToken cancellationToken) =>
        await _replayer.IsUnreplayedAsync(session, replay.Original, cancellationToken).ConfigureAwait(false)
        && await _replayer.TryReplayAsync(session, new ReplayItem(replay.Original, replay.Replacement), replay.Event, at, cancellationToken).ConfigureAwait(false);

    private async Task<CancelOutcome> CancelAsync(SqlSession session, JobCancellation cancellation, CancellationToken cancellationToken)
    {
        if (await _writer.FindAsync(session, cancellation.Id, cancellation.Owner, cancellationToken).ConfigureAwait(false) is null)
        {
            return CancelOutcome.NotFound;
        }

        if (!await _writer.CancelAsync(session, cancellation.Id, cancellation.At, cancellationToken).ConfigureAwait(false))
        {
            return CancelOutcome.AlreadyEnded;
        }

        await _audit.WriteAsync(session, cancellation.Audit, cancellationToken).ConfigureAwait(false);
        return CancelOutcome.Cancelled;
    }
}
