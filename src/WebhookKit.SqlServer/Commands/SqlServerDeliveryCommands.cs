using WebhookKit.SqlServer.Connections;
using WebhookKit.SqlServer.History;
using WebhookKit.Storage;

namespace WebhookKit.SqlServer.Commands;

internal sealed class SqlServerDeliveryCommands(SqlServerDatabase database) : IDeliveryCommandStore
{
    private readonly DeliveryReplayer _replayer = new(database.Tables);
    private readonly DeliveryCanceller _canceller = new(database.Tables);
    private readonly DeliveryReader _reader = new(database.Tables);
    private readonly AuditWriter _audit = new(database.Tables);

    public ValueTask<ReplayResult> ReplayAsync(ReplayRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);

        return database.TransactAsync((session, token) => ReplayAsync(session, request, token), cancellationToken);
    }

    public ValueTask<CancelOutcome> CancelAsync(CancelRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);

        return database.TransactAsync((session, token) => CancelAsync(session, request, token), cancellationToken);
    }

    private async Task<ReplayResult> ReplayAsync(SqlSession session, ReplayRequest request, CancellationToken cancellationToken)
    {
        var outcomes = new ReplayOutcome[request.Items.Count];
        var created = 0;
        for (var i = 0; i < outcomes.Length; i++)
        {
            var item = request.Items[i];
            if (await _reader.FindAsync(session, item.Original, request.Owner, cancellationToken).ConfigureAwait(false) is not { } original)
            {
                outcomes[i] = ReplayOutcome.NotFound;
            }
            else if (!await _replayer.ExistsAsync(session, item, cancellationToken).ConfigureAwait(false))
            {
                outcomes[i] = await ReplayAsync(session, item, original.EventId, request, cancellationToken).ConfigureAwait(false);
                created += outcomes[i] == ReplayOutcome.Created ? 1 : 0;
            }
        }

        if (created > 0)
        {
            await _audit.WriteAsync(session, request.Audit, cancellationToken).ConfigureAwait(false);
        }

        return new ReplayResult { Items = outcomes };
    }

    private async Task<ReplayOutcome> ReplayAsync(SqlSession session, ReplayItem item, EventId eventId, ReplayRequest request, CancellationToken cancellationToken)
    {
        if (request.OnlyUnreplayed && !await _replayer.IsUnreplayedAsync(session, item.Original, cancellationToken).ConfigureAwait(false))
        {
            return ReplayOutcome.AlreadyReplayed;
        }

        return await _replayer.TryReplayAsync(session, item, eventId, request.DueAt, cancellationToken).ConfigureAwait(false)
            ? ReplayOutcome.Created
            : ReplayOutcome.EndpointUnavailable;
    }

    private async Task<CancelOutcome> CancelAsync(SqlSession session, CancelRequest request, CancellationToken cancellationToken)
    {
        if (await _reader.FindAsync(session, request.Id, request.Owner, cancellationToken).ConfigureAwait(false) is null)
        {
            return CancelOutcome.NotFound;
        }

        if (!await _canceller.CancelAsync(session, request.Id, request.At, request.Reason, request.Audit.Actor, cancellationToken).ConfigureAwait(false))
        {
            return CancelOutcome.AlreadyEnded;
        }

        await _audit.WriteAsync(session, request.Audit, cancellationToken).ConfigureAwait(false);
        return CancelOutcome.Cancelled;
    }
}
