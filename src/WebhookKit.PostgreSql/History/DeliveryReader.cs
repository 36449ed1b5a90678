using Dapper;
using Npgsql;
using WebhookKit.PostgreSql.Connections;
using WebhookKit.Relational.History;
using WebhookKit.Relational.Values;
using WebhookKit.Storage;

namespace WebhookKit.PostgreSql.History;

/// <summary>Reads deliveries in every state, with their attempts.</summary>
internal sealed class DeliveryReader
{
    private readonly PostgreSqlDatabase _database;
    private readonly OwnedKeyFinder _owned;
    private readonly DeliverySql _sql;
    private readonly string _find;
    private readonly string _attempts;

    public DeliveryReader(PostgreSqlDatabase database)
    {
        _database = database;
        _owned = new OwnedKeyFinder(database);
        _sql = new DeliverySql(database.Tables);
        _find = _sql.Find();
        _attempts = $"""
            SELECT number AS Number, started_at AS StartedAt, duration AS Duration, outcome AS Outcome, status_code AS StatusCode,
                   error AS Error, response_excerpt AS ResponseExcerpt, next_attempt_at AS NextAttemptAt, is_stale AS IsStale
            FROM {database.Tables.Attempts}
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
        var owned = OwnedList.BeginsWithEvents(query) ? await _owned.FindAsync(connection, query, cancellationToken).ConfigureAwait(false) : null;
        if (owned is not null)
        {
            var page = await ReadAsync(connection, query, owned, cancellationToken).ConfigureAwait(false);
            if (page.HasMore || owned.IsComplete)
            {
                return page;
            }
        }

        return await ReadAsync(connection, query, owned: null, cancellationToken).ConfigureAwait(false);
    }

    // Settings end with the transaction, which is that of the command alone unless it is the caller's.
    private async Task<DeliveryPage> ReadAsync(NpgsqlConnection connection, DeliveryListQuery query, OwnedKeys? owned, CancellationToken cancellationToken)
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
            keys = owned?.Keys.ToArray(),
        };
        var sets = owned is not null && !_database.JoinsAmbientTransaction;
        var sql = owned is null ? _sql.List(query) : _sql.ListOfKeys(query);
        var command = new CommandDefinition(sets ? $"{HotBatch.InOrderOfKeys};\n{sql}" : sql, parameters, cancellationToken: cancellationToken);
        var results = await connection.QueryMultipleAsync(command).ConfigureAwait(false);
        await using var resultsDisposal = results.ConfigureAwait(false);
        if (sets)
        {
            await results.ReadSingleAsync<string>().ConfigureAwait(false);
        }

        var found = (await results.ReadAsync<DeliveryRow>().ConfigureAwait(false)).AsList();
        return new DeliveryPage
        {
            Items = [.. found.Take(query.Limit).Select(row => row.ToDelivery())],
            HasMore = found.Count > query.Limit,
        };
    }
}
