using Npgsql;
using WebhookKit.PostgreSql.Connections;
using WebhookKit.PostgreSql.History;
using WebhookKit.Storage;

namespace WebhookKit.PostgreSql.Commands;

internal sealed class PostgreSqlDeliveryCommands(PostgreSqlDatabase database) : IDeliveryCommandStore
{
    private readonly DeliveryReplayer _replayer = new(database.Tables);
    private readonly DeliveryCanceller _canceller = new(database.Tables);
    private readonly DeliveryReader _reader = new(database);
    private readonly AuditWriter _audit = new(database.Tables);

    public ValueTask<ReplayResult> ReplayAsync(ReplayRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);

        return database.TransactAsync((connection, _) => ReplayAsync(connection, request), cancellationToken);
    }

    public ValueTask<CancelOutcome> CancelAsync(CancelRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);

        return database.TransactAsync((connection, _) => CancelAsync(connection, request), cancellationToken);
    }

    private async Task<ReplayResult> ReplayAsync(NpgsqlConnection connection, ReplayRequest request)
    {
        var outcomes = new ReplayOutcome[request.Items.Count];
        var created = 0;
        for (var i = 0; i < outcomes.Length; i++)
        {
            var item = request.Items[i];
            if (await _reader.FindAsync(connection, item.Original, request.Owner).ConfigureAwait(false) is not { } original)
            {
                outcomes[i] = ReplayOutcome.NotFound;
            }
            else if (!await _replayer.ExistsAsync(connection, item).ConfigureAwait(false))
            {
                outcomes[i] = await ReplayAsync(connection, item, original.EventId, request).ConfigureAwait(false);
                created += outcomes[i] == ReplayOutcome.Created ? 1 : 0;
            }
        }

        if (created > 0)
        {
            await _audit.WriteAsync(connection, request.Audit).ConfigureAwait(false);
        }

        return new ReplayResult { Items = outcomes };
    }

    private async Task<ReplayOutcome> ReplayAsync(NpgsqlConnection connection, ReplayItem item, EventId eventId, ReplayRequest request)
    {
        if (request.OnlyUnreplayed && !await _replayer.IsUnreplayedAsync(connection, item.Original).ConfigureAwait(false))
        {
            return ReplayOutcome.AlreadyReplayed;
        }

        return await _replayer.TryReplayAsync(connection, item, eventId, request.DueAt).ConfigureAwait(false)
            ? ReplayOutcome.Created
            : ReplayOutcome.EndpointUnavailable;
    }

    private async Task<CancelOutcome> CancelAsync(NpgsqlConnection connection, CancelRequest request)
    {
        if (await _reader.FindAsync(connection, request.Id, request.Owner).ConfigureAwait(false) is null)
        {
            return CancelOutcome.NotFound;
        }

        if (!await _canceller.CancelAsync(connection, request.Id, request.At, request.Reason, request.Audit.Actor).ConfigureAwait(false))
        {
            return CancelOutcome.AlreadyEnded;
        }

        await _audit.WriteAsync(connection, request.Audit).ConfigureAwait(false);
        return CancelOutcome.Cancelled;
    }
}
