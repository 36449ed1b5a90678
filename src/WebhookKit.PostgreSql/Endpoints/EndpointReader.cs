using Dapper;
using Npgsql;
using WebhookKit.Storage;

namespace WebhookKit.PostgreSql.Endpoints;

/// <summary>Reads endpoints with their secrets.</summary>
internal sealed class EndpointReader(PostgreSqlTables tables)
{
    private readonly string _select = $"""
        SELECT id AS Id, owner AS Owner, url AS Url, events AS Events, description AS Description, metadata AS Metadata,
               headers AS Headers, retry AS Retry, rate_limit AS RateLimit, filter AS Filter, tls AS Tls, client_key AS ClientKey, ordering AS Ordering,
               skip_after AS SkipAfter, signers AS Signers, status AS Status, status_reason AS StatusReason,
               failing_since AS FailingSince, circuit_opened_at AS CircuitOpenedAt, circuit_open_until AS CircuitOpenUntil,
               circuit_openings AS CircuitOpenings, circuit_interventions AS CircuitInterventions, created_at AS CreatedAt, updated_at AS UpdatedAt, revision AS Revision
        FROM {tables.Endpoints}
        """;

    private readonly string _secrets = $"""
        SELECT endpoint_id AS EndpointId, id AS Id, protected AS Protected, created_at AS CreatedAt, expires_at AS ExpiresAt
        FROM {tables.Secrets}
        WHERE endpoint_id = ANY(@ids)
        ORDER BY endpoint_id, position
        """;

    public async Task<EndpointRecord?> FindAsync(NpgsqlConnection connection, EndpointId id, CancellationToken cancellationToken) =>
        (await FindAsync(connection, [id], cancellationToken).ConfigureAwait(false)).GetValueOrDefault(id);

    public async Task<Dictionary<EndpointId, EndpointRecord>> FindAsync(
        NpgsqlConnection connection, EndpointId[] ids, CancellationToken cancellationToken)
    {
        var found = await ReadAsync(
            connection, $"{_select} WHERE id = ANY(@ids)", new { ids = Array.ConvertAll(ids, id => id.Value) }, cancellationToken).ConfigureAwait(false);
        return found.ToDictionary(record => record.Endpoint.Id);
    }

    public async Task<EndpointPage> ListAsync(NpgsqlConnection connection, EndpointListQuery query, CancellationToken cancellationToken)
    {
        // One more than the limit says whether there are more.
        var sql = $"""
            {_select}
            WHERE id > @after {(query.Owner is null ? "" : "AND owner = @owner")}
            ORDER BY id
            LIMIT @limit
            """;
        var found = await ReadAsync(
            connection,
            sql,
            new { after = query.After?.Value ?? -1, owner = query.Owner, limit = query.Limit + 1 },
            cancellationToken).ConfigureAwait(false);
        return new EndpointPage { Items = [.. found.Take(query.Limit)], HasMore = found.Count > query.Limit };
    }

    private async Task<List<EndpointRecord>> ReadAsync(NpgsqlConnection connection, string sql, object parameters, CancellationToken cancellationToken)
    {
        var rows = (await connection
            .QueryAsync<EndpointRow>(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken))
            .ConfigureAwait(false)).AsList();
        if (rows.Count == 0)
        {
            return [];
        }

        var ids = rows.Select(row => row.Id).ToArray();
        var secrets = await connection
            .QueryAsync<SecretRow>(new CommandDefinition(_secrets, new { ids }, cancellationToken: cancellationToken))
            .ConfigureAwait(false);
        var ofEndpoint = secrets.ToLookup(secret => secret.EndpointId);
        return [.. rows.Select(row => row.ToRecord(ofEndpoint[row.Id]))];
    }
}
