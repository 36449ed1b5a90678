using WebhookKit.Sqlite.Connections;
using WebhookKit.Sqlite.History;
using WebhookKit.Storage;

namespace WebhookKit.Sqlite.Commands;

internal sealed class SqliteDeliveryCommands(SqliteDatabase database, SqliteWriter writer) : IDeliveryCommandStore
{
    private readonly DeliveryReplayer _replayer = new(database.Tables);
    private readonly DeliveryCanceller _canceller = new(database.Tables);
    private readonly DeliveryReader _reader = new(database.Tables);
    private readonly AuditWriter _audit = new(database.Tables);

    public ValueTask<ReplayResult> ReplayAsync(ReplayRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);

        return writer.WriteAsync(session => Replay(session, request), cancellationToken);
    }

    public ValueTask<CancelOutcome> CancelAsync(CancelRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);

        return writer.WriteAsync(session => Cancel(session, request), cancellationToken);
    }

    private ReplayResult Replay(SqliteSession session, ReplayRequest request)
    {
        var outcomes = new ReplayOutcome[request.Items.Count];
        var created = 0;
        for (var i = 0; i < outcomes.Length; i++)
        {
            var item = request.Items[i];
            if (_reader.Find(session, item.Original, request.Owner) is not { } original)
            {
                outcomes[i] = ReplayOutcome.NotFound;
            }
            else if (!_replayer.Exists(session, item))
            {
                outcomes[i] = request.OnlyUnreplayed && !_replayer.IsUnreplayed(session, item.Original) ? ReplayOutcome.AlreadyReplayed
                    : _replayer.TryReplay(session, item, original.EventId, request.DueAt) ? ReplayOutcome.Created
                    : ReplayOutcome.EndpointUnavailable;
                created += outcomes[i] == ReplayOutcome.Created ? 1 : 0;
            }
        }

        if (created > 0)
        {
            _audit.Write(session, request.Audit);
        }

        return new ReplayResult { Items = outcomes };
    }

    private CancelOutcome Cancel(SqliteSession session, CancelRequest request)
    {
        if (_reader.Find(session, request.Id, request.Owner) is null)
        {
            return CancelOutcome.NotFound;
        }

        if (!_canceller.Cancel(session, request.Id, request.At, request.Reason, request.Audit.Actor))
        {
            return CancelOutcome.AlreadyEnded;
        }

        _audit.Write(session, request.Audit);
        return CancelOutcome.Cancelled;
    }
}
