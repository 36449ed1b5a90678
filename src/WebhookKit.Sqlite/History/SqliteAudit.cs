using Dapper;
using WebhookKit.Relational.Values;
using WebhookKit.Sqlite.Connections;
using WebhookKit.Storage;

namespace WebhookKit.Sqlite.History;

internal sealed class SqliteAudit(SqliteDatabase database, SqliteReaders readers, SqliteWriter writer) : IAuditStore
{
    private readonly AuditWriter _audit = new(database.Tables);

    public async ValueTask AddAsync(AuditEntry entry, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entry);

        await writer.WriteAsync(
            session =>
            {
                _audit.Write(session, entry);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<AuditPage> ListAsync(AuditListQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);

        return readers.SearchAsync(session => List(session, query), cancellationToken);
    }

    private AuditPage List(SqliteSession session, AuditListQuery query)
    {
        var sql = $"""
            SELECT id AS Id, at AS At, actor AS Actor, action AS Action, target AS Target, owner AS Owner, reason AS Reason,
                   scheme AS Scheme, address AS Address, request_id AS RequestId, changes AS Changes
            FROM {database.Tables.Audit}
            WHERE TRUE
            {(query.Owner is null ? "" : "AND owner = $owner")}
            {(query.Target is null ? "" : "AND target = $target")}
            {(query.After is null ? "" : "AND id < $after")}
            ORDER BY id DESC
            LIMIT $limit
            """;
        var found = session.Connection.Query<AuditRow>(
            sql,
            new { owner = query.Owner, target = query.Target, after = query.After?.ToKey(), limit = query.Limit + 1 }).AsList();

        return new AuditPage { Items = [.. found.Take(query.Limit).Select(row => row.ToEntry())], HasMore = found.Count > query.Limit };
    }
}
