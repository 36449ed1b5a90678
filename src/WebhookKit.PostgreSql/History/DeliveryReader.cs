using Dapper;
using Npgsql;
using WebhookKit.Relational.History;
using WebhookKit.Relational.Values;
using WebhookKit.Storage;

namespace WebhookKit.PostgreSql.History;

/// <summary>Reads deliveries in every state, with their attempts.</summary>
internal sealed class DeliveryReader
{
    private readonly DeliverySql _sql;
    private readonly string _find;
    private readonly string _attempts;

    public DeliveryReader(PostgreSqlTables tables)
    {
        _sql = new DeliverySql(tables);
        _find = _sql.Find();
        _attempts = $"""
            SELECT number AS Number, started_at AS StartedAt, duration AS Duration, outcome AS Outcome, status_code AS StatusCode,
                   error AS Error, response_excerpt AS ResponseExcerpt, next_attempt_at AS NextAttemptAt, is_stale AS IsStale
            FROM {tables.Attempts}
            WHERE key = @key AND endpoint_id = @endpoint
            ORDER BY number, started_at
            """;
    }

    public async Task<WebhookDelivery?> FindAsync(NpgsqlConnection connection, DeliveryId id, string? owner)
    {
        var row = await connection
            .QuerySingleOrDefaultAsync<DeliveryRow>(_find, new { key = id.Key, endpoint = id.Endpoint.Value, owner })
            .ConfigureAwait(false);
        return row?.ToDelivery();
    }

    public async Task<IReadOnlyList<DeliveryAttempt>> ReadAttemptsAsync(NpgsqlConnection connection, DeliveryId id)
    {
        var rows = await connection
            .QueryAsync<AttemptRow>(_attempts, new { key = id.Key, endpoint = id.Endpoint.Value })
            .ConfigureAwait(false);
        return [.. rows.Select(row => row.ToAttempt())];
    }

    public async Task<DeliveryPage> ListAsync(NpgsqlConnection connection, DeliveryListQuery query, CancellationToken cancellationToken)
    {
        var parameters = new
        {
            limit = query.Limit + 1,
            afterKey = query.After?.Key,
            afterEndpoint = query.After?.Endpoint.Value,
            endpoint = query.Endpoint?.Value,
            @event = query.Event?.Value,
            owner = query.Owner,
            fromKey = query.From is { } since ? TimeKey.LowestAt(since) : (Guid?)null,
            from = query.From.ToColumn(),
            toKey = query.To is { } until ? TimeKey.AboveAllAt(until) : (Guid?)null,
            to = query.To.ToColumn(),
        };
        var found = (await connection
            .QueryAsync<DeliveryRow>(new CommandDefinition(_sql.List(query), parameters, cancellationToken: cancellationToken))
            .ConfigureAwait(false)).AsList();

        return new DeliveryPage
        {
            Items = [.. found.Take(query.Limit).Select(row => row.ToDelivery())],
            HasMore = found.Count > query.Limit,
        };
    }
}
