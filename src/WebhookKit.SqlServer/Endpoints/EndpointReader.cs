using WebhookKit.SqlServer.Connections;
using WebhookKit.SqlServer.Values;
using WebhookKit.Storage;

namespace WebhookKit.SqlServer.Endpoints;

/// <summary>Reads endpoints with their secrets.</summary>
internal sealed class EndpointReader(SqlServerTables tables)
{
    private readonly EndpointSql _sql = new(tables);

    public async Task<EndpointRecord?> FindAsync(SqlSession session, EndpointId id, CancellationToken cancellationToken) =>
        (await FindAsync(session, [id], cancellationToken).ConfigureAwait(false)).GetValueOrDefault(id);

    public async Task<Dictionary<EndpointId, EndpointRecord>> FindAsync(SqlSession session, EndpointId[] ids, CancellationToken cancellationToken)
    {
        var values = new SqlValues().Rows("@ids", tables.IdRows, IdRows.Of(ids.Select(id => id.Value)));
        var found = await ReadAsync(session, _sql.Find, values, cancellationToken).ConfigureAwait(false);
        return found.ToDictionary(record => record.Endpoint.Id);
    }

    public async Task<EndpointPage> ListAsync(SqlSession session, EndpointListQuery query, CancellationToken cancellationToken)
    {
        // One more than the limit says whether there are more.
        var values = new SqlValues().Int("@limit", query.Limit + 1).Long("@after", query.After?.Value ?? -1);
        var found = query.Owner is null
            ? await ReadAsync(session, _sql.List, values, cancellationToken).ConfigureAwait(false)
            : await ReadAsync(session, _sql.ListOfOwner, values.Owner("@owner", query.Owner), cancellationToken).ConfigureAwait(false);
        return new EndpointPage { Items = [.. found.Take(query.Limit)], HasMore = found.Count > query.Limit };
    }

    private async Task<List<EndpointRecord>> ReadAsync(SqlSession session, string sql, SqlValues values, CancellationToken cancellationToken)
    {
        var rows = await session.QueryAsync<EndpointRow>(sql, values, cancellationToken).ConfigureAwait(false);
        if (rows.Count == 0)
        {
            return [];
        }

        var ids = new SqlValues().Rows("@ids", tables.IdRows, IdRows.Of(rows.Select(row => row.Id)));
        var secrets = await session.QueryAsync<SecretRow>(_sql.Secrets, ids, cancellationToken).ConfigureAwait(false);
        var ofEndpoint = secrets.ToLookup(secret => secret.EndpointId);
        return [.. rows.Select(row => row.ToRecord(ofEndpoint[row.Id]))];
    }
}
