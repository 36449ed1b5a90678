using Npgsql;
using WebhookKit.PostgreSql.Commands;
using WebhookKit.PostgreSql.Connections;
using WebhookKit.PostgreSql.History;
using WebhookKit.Storage;

namespace WebhookKit.PostgreSql.Jobs;

internal sealed class PostgreSqlJobs(PostgreSqlDatabase database) : IJobStore
{
    private readonly JobReader _reader = new(database.Tables);
    private readonly JobWriter _writer = new(database.Tables);
    private readonly DeliveryReplayer _replayer = new(database.Tables);
    private readonly MissedDeliveries _missed = new(database.Tables);
    private readonly AuditWriter _audit = new(database.Tables);

    public ValueTask<JobRecord> CreateAsync(JobCreation creation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(creation);

        return database.TransactAsync(
            async (connection, _) =>
            {
                await _writer.InsertAsync(connection, creation.Job).ConfigureAwait(false);
                await _audit.WriteAsync(connection, creation.Audit).ConfigureAwait(false);
                return (await _reader.FindAsync(connection, creation.Job.Id, owner: null).ConfigureAwait(false))!;
            },
            cancellationToken);
    }

    public ValueTask<JobRecord?> FindAsync(JobQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);

        return database.RunAsync((connection, _) => _reader.FindAsync(connection, query.Id, query.Owner), cancellationToken);
    }

    public ValueTask<JobPage> ListAsync(JobListQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);

        return database.RunAsync((connection, token) => _reader.ListAsync(connection, query, token), cancellationToken);
    }

    public ValueTask<JobRecord?> AdvanceAsync(JobStep step, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(step);

        return database.TransactAsync((connection, token) => AdvanceAsync(connection, step, token), cancellationToken);
    }

    public ValueTask<CancelOutcome> CancelAsync(JobCancellation cancellation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(cancellation);

        return database.TransactAsync((connection, _) => CancelAsync(connection, cancellation), cancellationToken);
    }

    public ValueTask<MissedEventPage> ReadMissedAsync(MissedEventQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);

        return database.RunAsync((connection, token) => _missed.ReadAsync(connection, query, token), cancellationToken);
    }

    public ValueTask<int> PurgeAsync(JobPurge purge, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(purge);

        return database.RunAsync((connection, _) => _writer.PurgeAsync(connection, purge), cancellationToken);
    }

    // The job's row first, then what it repeats, the newest first: the order of every replay.
    private async Task<JobRecord?> AdvanceAsync(NpgsqlConnection connection, JobStep step, CancellationToken cancellationToken)
    {
        if (!await _writer.TakeAsync(connection, step).ConfigureAwait(false))
        {
            return null;
        }

        var made = 0;
        foreach (var replay in step.Replays)
        {
            cancellationToken.ThrowIfCancellationRequested();
            made += await TryReplayAsync(connection, replay, step.At).ConfigureAwait(false) ? 1 : 0;
        }

        foreach (var first in step.FirstDeliveries)
        {
            cancellationToken.ThrowIfCancellationRequested();
            made += await _missed.TryMakeAsync(connection, first, step.At).ConfigureAwait(false) ? 1 : 0;
        }

        await _writer.NoteAsync(connection, step, made).ConfigureAwait(false);
        return await _reader.FindAsync(connection, step.Id, owner: null).ConfigureAwait(false);
    }

    private async Task<bool> TryReplayAsync(NpgsqlConnection connection, JobReplay replay, DateTimeOffset at) =>
        await _replayer.IsUnreplayedAsync(connection, replay.Original).ConfigureAwait(false)
        && await _replayer.TryReplayAsync(connection, new ReplayItem(replay.Original, replay.Replacement), replay.Event, at).ConfigureAwait(false);

    private async Task<CancelOutcome> CancelAsync(NpgsqlConnection connection, JobCancellation cancellation)
    {
        if (await _reader.FindAsync(connection, cancellation.Id, cancellation.Owner).ConfigureAwait(false) is null)
        {
            return CancelOutcome.NotFound;
        }

        if (!await _writer.CancelAsync(connection, cancellation.Id, cancellation.At).ConfigureAwait(false))
        {
            return CancelOutcome.AlreadyEnded;
        }

        await _audit.WriteAsync(connection, cancellation.Audit).ConfigureAwait(false);
        return CancelOutcome.Cancelled;
    }
}
