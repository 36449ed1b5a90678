using WebhookKit.SqlServer.Connections;
using WebhookKit.Storage;

namespace WebhookKit.SqlServer.History;

internal sealed class SqlServerAudit(SqlServerDatabase database) : IAuditStore
{
    private readonly AuditSql _sql = new(database.Tables);
    private readonly AuditWriter _writer = new(database.Tables);

    public async ValueTask AddAsync(AuditEntry entry, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entry);

        await database.RunAsync(
            async (session, token) =>
            {
                await _writer.WriteAsync(session, entry, token).ConfigureAwait(false);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<AuditPage> ListAsync(AuditListQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);

        return database.RunAsync((session, token) => ListAsync(session, query, token), cancellationToken);
    }

    private async Task<AuditPage> ListAsync(SqlSession session, AuditListQuery query, CancellationToken cancellationToken)
    {
        var values = new SqlValues().Int("@limit", query.Limit + 1);
        if (query.Owner is not null)
        {
            values.Owner("@owner", query.Owner);
        }

        if (query.Target is not null)
        {
            values.Text("@target", query.Target, SqlValues.NameSize);
        }

        if (query.After is not null)
        {
            values.Key("@after", query.After);
        }

        var found = await session.QueryAsync<AuditRow>(_sql.List(query), values, cancellationToken).ConfigureAwait(false);
        return new AuditPage { Items = [.. found.Take(query.Limit).Select(row => row.ToEntry())], HasMore = found.Count > query.Limit };
    }
}
