using WebhookKit.Sqlite.Commands;
using WebhookKit.Sqlite.Connections;
using WebhookKit.Sqlite.History;
using WebhookKit.Storage;

namespace WebhookKit.Sqlite.Jobs;

internal sealed class SqliteJobs(SqliteDatabase database, SqliteReaders readers, SqliteWriter writer) : IJobStore
{
    private readonly JobReader _reader = new(database.Tables);
    private readonly JobWriter _writer = new(database.Tables);
    private readonly DeliveryReplayer _replayer = new(database.Tables);
    private readonly MissedDeliveries _missed = new(database.Tables);
    private readonly AuditWriter _audit = new(database.Tables);

    public ValueTask<JobRecord> CreateAsync(JobCreation creation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(creation);

        return writer.WriteAsync(
            session =>
            {
                _writer.Insert(session, creation.Job);
                _audit.Write(session, creation.Audit);
                return _reader.Find(session, creation.Job.Id, owner: null)!;
            },
            cancellationToken);
    }

    public ValueTask<JobRecord?> FindAsync(JobQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);

        return readers.ReadAsync(session => _reader.Find(session, query.Id, query.Owner), cancellationToken);
    }

    public ValueTask<JobPage> ListAsync(JobListQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);

        return readers.SearchAsync(session => _reader.List(session, query), cancellationToken);
    }

    public ValueTask<JobRecord?> AdvanceAsync(JobStep step, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(step);

        return writer.WriteAsync(session => Advance(session, step), cancellationToken);
    }

    public ValueTask<CancelOutcome> CancelAsync(JobCancellation cancellation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(cancellation);

        return writer.WriteAsync(session => Cancel(session, cancellation), cancellationToken);
    }

    public ValueTask<MissedEventPage> ReadMissedAsync(MissedEventQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);

        return readers.ReadAsync(session => _missed.Read(session, query), cancellationToken);
    }

    public ValueTask<int> PurgeAsync(JobPurge purge, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(purge);

        return writer.WriteAsync(session => _writer.Purge(session, purge), cancellationToken);
    }

    private JobRecord? Advance(SqliteSession session, JobStep step)
    {
        if (!_writer.Take(session, step))
        {
            return null;
        }

        var made = 0;
        foreach (var replay in step.Replays)
        {
            made += _replayer.IsUnreplayed(session, replay.Original)
                && _replayer.TryReplay(session, new ReplayItem(replay.Original, replay.Replacement), replay.Event, step.At)
                    ? 1
                    : 0;
        }

        foreach (var first in step.FirstDeliveries)
        {
            made += _missed.TryMake(session, first, step.At) ? 1 : 0;
        }

        _writer.Note(session, step, made);
        return _reader.Find(session, step.Id, owner: null);
    }

    private CancelOutcome Cancel(SqliteSession session, JobCancellation cancellation)
    {
        if (_reader.Find(session, cancellation.Id, cancellation.Owner) is null)
        {
            return CancelOutcome.NotFound;
        }

        if (!_writer.Cancel(session, cancellation.Id, cancellation.At))
        {
            return CancelOutcome.AlreadyEnded;
        }

        _audit.Write(session, cancellation.Audit);
        return CancelOutcome.Cancelled;
    }
}
