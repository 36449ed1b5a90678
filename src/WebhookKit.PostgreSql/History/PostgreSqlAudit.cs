using Dapper;
using Npgsql;
using WebhookKit.PostgreSql.Connections;
using WebhookKit.Storage;

namespace WebhookKit.PostgreSql.History;

internal sealed class PostgreSqlAudit(PostgreSqlDatabase database) : IAuditStore
{
    private readonly AuditWriter _writer = new(database.Tables);

    public async ValueTask AddAsync(AuditEntry entry, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entry);

        await database.RunAsync(
            async (connection, _) =>
            {
                await _writer.WriteAsync(connection, entry).ConfigureAwait(false);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<AuditPage> ListAsync(AuditListQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);

        return database.RunAsync((connection, token) => ListAsync(connection, query, token), cancellationToken);
    }

    private async Task<AuditPage> ListAsync(NpgsqlConnection connection, AuditListQuery query, CancellationToken cancellationToken)
    {
        var sql = $"""
            SELECT id AS Id, at AS At, actor AS Actor, action AS Action, target AS Target, owner AS Owner, reason AS Reason,
                   scheme AS Scheme, address AS Address, request_id AS RequestId, changes AS Changes
            FROM {database.Tables.Audit}
            WHERE TRUE
            {(query.Owner is null ? "" : "AND owner = @owner")}
            {(query.Target is null ? "" : "AND target = @target")}
            {(query.After is null ? "" : "AND id < @after")}
            ORDER BY id DESC
            LIMIT @limit
            """;
        var found = (await connection.QueryAsync<AuditRow>(
            new CommandDefinition(
                sql,
                new { owner = query.Owner, target = query.Target, after = query.After, limit = query.Limit + 1 },
                cancellationToken: cancellationToken)).ConfigureAwait(false)).AsList();

        return new AuditPage { Items = [.. found.Take(query.Limit).Select(row => row.ToEntry())], HasMore = found.Count > query.Limit };
    }
}
