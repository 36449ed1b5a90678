using WebhookKit.SqlServer.Connections;
using WebhookKit.Storage;

namespace WebhookKit.SqlServer.Commands;

/// <summary>Makes new deliveries that point back to old ones.</summary>
internal sealed class DeliveryReplayer(SqlServerTables tables)
{
    private readonly CommandSql _sql = new(tables);

    /// <summary>Whether the replacement was made before, by a request whose answer was lost.</summary>
    public async Task<bool> ExistsAsync(SqlSession session, ReplayItem item, CancellationToken cancellationToken)
    {
        var values = new SqlValues().Key("@key", item.Replacement).Long("@endpoint", item.Original.Endpoint.Value);
        return await session.ReadNumberAsync(_sql.CountReplays, values, cancellationToken).ConfigureAwait(false) > 0;
    }

    /// <summary>Whether a delivery is dead or cancelled and has not been replayed. Nobody else changes that before the transaction ends.</summary>
    public async Task<bool> IsUnreplayedAsync(SqlSession session, DeliveryId original, CancellationToken cancellationToken)
    {
        return await session.ReadNumberAsync(_sql.HoldUnreplayed, Named(original), cancellationToken).ConfigureAwait(false) > 0
            || await session.ReadNumberAsync(_sql.HoldUnreplayedCancelled, Named(original), cancellationToken).ConfigureAwait(false) > 0;
    }

    /// <summary>Answers false where the endpoint is disabled or gone.</summary>
    public async Task<bool> TryReplayAsync(
        SqlSession session, ReplayItem item, EventId eventId, DateTimeOffset dueAt, CancellationToken cancellationToken)
    {
        if (await session.ReadNumberAsync(_sql.Queue, ValuesOf(item, eventId, dueAt), cancellationToken).ConfigureAwait(false) == 0)
        {
            return false;
        }

        var values = ValuesOf(item, eventId, dueAt).Key("@original", item.Original.Key);
        await session.ExecuteAsync(_sql.Link, values, cancellationToken).ConfigureAwait(false);
        return true;
    }

    private static SqlValues Named(DeliveryId id) => new SqlValues().Key("@key", id.Key).Long("@endpoint", id.Endpoint.Value);

    private static SqlValues ValuesOf(ReplayItem item, EventId eventId, DateTimeOffset dueAt) =>
        new SqlValues()
            .Key("@key", item.Replacement)
            .Long("@endpoint", item.Original.Endpoint.Value)
            .Key("@eventId", eventId.Value)
            .Moment("@dueAt", dueAt);
}
