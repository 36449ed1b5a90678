using WebhookKit.Relational.History;
using WebhookKit.Relational.Values;
using WebhookKit.SqlServer.Connections;
using WebhookKit.SqlServer.Values;
using WebhookKit.Storage;

namespace WebhookKit.SqlServer.History;

/// <summary>Reads deliveries in every state, with their attempts.</summary>
internal sealed class DeliveryReader(SqlServerTables tables)
{
    private readonly HistorySql _sql = new(tables);
    private readonly OwnedListSql _owned = new(tables);
    private readonly OwnedKeyFinder _keys = new(tables);

    public async Task<WebhookDelivery?> FindAsync(SqlSession session, DeliveryId id, string? owner, CancellationToken cancellationToken)
    {
        var values = Named(id).Owner("@owner", owner);
        return (await ReadAsync(session, _sql.Find, values, cancellationToken).ConfigureAwait(false)).SingleOrDefault();
    }

    public async Task<IReadOnlyList<DeliveryAttempt>> ReadAttemptsAsync(SqlSession session, DeliveryId id, CancellationToken cancellationToken)
    {
        var rows = await session.QueryAsync<AttemptRow>(_sql.Attempts, Named(id), cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(row => row.ToAttempt())];
    }

    public async Task<DeliveryPage> ListAsync(SqlSession session, DeliveryListQuery query, CancellationToken cancellationToken)
    {
        var owned = OwnedList.BeginsWithEvents(query) ? await _keys.FindAsync(session, query, cancellationToken).ConfigureAwait(false) : null;
        if (owned is not null)
        {
            var values = ValuesOf(query).Rows("@keys", tables.KeyRows, KeyRows.Of(owned.Keys));
            var page = await ReadPageAsync(session, query, _owned.List(OwnedListQuery.Of(query)), values, cancellationToken).ConfigureAwait(false);
            if (page.HasMore || owned.IsComplete)
            {
                return page;
            }
        }

        return await ReadPageAsync(session, query, _sql.List(query), ValuesOf(query), cancellationToken).ConfigureAwait(false);
    }

    private static async Task<DeliveryPage> ReadPageAsync(
        SqlSession session, DeliveryListQuery query, string sql, SqlValues values, CancellationToken cancellationToken)
    {
        // Each state answers a page of its own: the newest of all of them are the page.
        var found = (await ReadAsync(session, sql, values, cancellationToken).ConfigureAwait(false))
            .OrderByDescending(delivery => delivery.Id.Key)
            .ThenByDescending(delivery => delivery.Id.Endpoint)
            .Take(query.Limit + 1)
            .ToList();

        return new DeliveryPage { Items = [.. found.Take(query.Limit)], HasMore = found.Count > query.Limit };
    }

    /// <summary>Each delivery once, in the last of the results that has it.</summary>
    private static async Task<IEnumerable<WebhookDelivery>> ReadAsync(SqlSession session, string sql, SqlValues values, CancellationToken cancellationToken)
    {
        var found = new Dictionary<DeliveryId, WebhookDelivery>();
        var results = await session.QueryMultipleAsync(sql, values, cancellationToken).ConfigureAwait(false);
        await using var resultsDisposal = results.ConfigureAwait(false);
        while (!results.IsConsumed)
        {
            foreach (var row in await results.ReadAsync<DeliveryRow>().ConfigureAwait(false))
            {
                var delivery = row.ToDelivery();
                found[delivery.Id] = delivery;
            }
        }

        return found.Values;
    }

    private static SqlValues ValuesOf(DeliveryListQuery query)
    {
        var values = new SqlValues().Int("@limit", query.Limit + 1);
        if (query.After is { } after)
        {
            values.Key("@afterKey", after.Key).Long("@afterEndpoint", after.Endpoint.Value);
        }

        if (query.Endpoint is { } endpoint)
        {
            values.Long("@endpoint", endpoint.Value);
        }

        if (query.Event is { } published)
        {
            values.Key("@event", published.Value);
        }

        if (query.Owner is { } owner)
        {
            values.Owner("@owner", owner);
        }

        if (query.From is { } since)
        {
            values.Key("@fromKey", TimeKey.LowestAt(since)).Moment("@from", since);
        }

        if (query.To is { } until)
        {
            values.Key("@toKey", TimeKey.AboveAllAt(until)).Moment("@to", until);
        }

        return values;
    }

    private static SqlValues Named(DeliveryId id) => new SqlValues().Key("@key", id.Key).Long("@endpoint", id.Endpoint.Value);
}
