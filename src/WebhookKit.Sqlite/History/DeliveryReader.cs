using Dapper;
using WebhookKit.Relational.History;
using WebhookKit.Relational.Values;
using WebhookKit.Sqlite.Connections;
using WebhookKit.Sqlite.Values;
using WebhookKit.Storage;

namespace WebhookKit.Sqlite.History;

/// <summary>Reads deliveries in every state, with their attempts.</summary>
internal sealed class DeliveryReader
{
    private readonly DeliverySql _sql;
    private readonly string _find;
    private readonly string _attempts;
    private readonly OwnedKeySql _owned;

    public DeliveryReader(SqliteTables tables)
    {
        _sql = new DeliverySql(tables);
        _find = _sql.Find();
        _owned = new OwnedKeySql(tables);
        _attempts = $"""
            SELECT number AS Number, started_at AS StartedAt, duration AS Duration, outcome AS Outcome, status_code AS StatusCode,
                   error AS Error, response_excerpt AS ResponseExcerpt, next_attempt_at AS NextAttemptAt, is_stale AS IsStale
            FROM {tables.Attempts}
            WHERE key = $key AND endpoint_id = $endpoint
            ORDER BY number, started_at
            """;
    }

    public WebhookDelivery? Find(SqliteSession session, DeliveryId id, string? owner) =>
        session.Connection
            .QuerySingleOrDefault<DeliveryRow>(_find, new { key = id.Key.ToKey(), endpoint = id.Endpoint.Value, owner })
            ?.ToDelivery();

    public IReadOnlyList<DeliveryAttempt> ReadAttempts(SqliteSession session, DeliveryId id) =>
    [
        .. session.Connection
            .Query<AttemptRow>(_attempts, new { key = id.Key.ToKey(), endpoint = id.Endpoint.Value })
            .Select(row => row.ToAttempt()),
    ];

    public DeliveryPage List(SqliteSession session, DeliveryListQuery query) =>
        (OwnedList.BeginsWithEvents(query) ? ListOwned(session, query) : null) ?? Read(session, query, _sql.List(query));

    /// <summary>Answers null where all deliveries have to be walked.</summary>
    private DeliveryPage? ListOwned(SqliteSession session, DeliveryListQuery query)
    {
        var (events, most) = (OwnedList.BelowOfEvents(query).ToKey(), OwnedList.MostEvents);
        if (session.QueryNumber(_owned.CountEvents(), ("$owner", query.Owner), ("$events_below", events), ("$most", most + 1)) <= most)
        {
            return Read(session, query, _sql.ListOfKeys(query, _owned.All()));
        }

        var (below, mostReplays) = (OwnedList.Below(query).ToKey(), OwnedList.MostReplays);
        var lowest = session.Connection.QuerySingleOrDefault<byte[]>(
            _owned.FindLowest(), new { owner = query.Owner, below, newest = OwnedList.NewestEvents }) ?? Guid.Empty.ToKey();
        if (session.QueryNumber(_owned.CountReplays(), ("$lowest", lowest), ("$below", below), ("$most", mostReplays + 1)) > mostReplays)
        {
            return null;
        }

        var page = Read(session, query, _sql.ListOfKeys(query, _owned.Newest()), lowest);
        return page.HasMore || OwnedList.BeginsAt(query, BinaryKey.ToGuid(lowest)) ? page : null;
    }

    private static DeliveryPage Read(SqliteSession session, DeliveryListQuery query, string sql, byte[]? lowest = null)
    {
        var found = session.Connection.Query<DeliveryRow>(
            sql,
            new
            {
                limit = query.Limit + 1,
                after_key = query.After?.Key.ToKey(),
                after_endpoint = query.After?.Endpoint.Value,
                endpoint = query.Endpoint?.Value,
                @event = query.Event?.Value.ToKey(),
                owner = query.Owner,
                from_key = query.From is { } since ? TimeKey.LowestAt(since).ToKey() : null,
                from = query.From.ToMicroseconds(),
                to_key = query.To is { } until ? TimeKey.AboveAllAt(until).ToKey() : null,
                to = query.To.ToMicroseconds(),
                events_below = OwnedList.BelowOfEvents(query).ToKey(),
                below = OwnedList.Below(query).ToKey(),
                lowest,
            }).AsList();

        return new DeliveryPage
        {
            Items = [.. found.Take(query.Limit).Select(row => row.ToDelivery())],
            HasMore = found.Count > query.Limit,
        };
    }
}
