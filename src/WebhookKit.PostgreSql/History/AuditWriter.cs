using Dapper;
using Npgsql;
using WebhookKit.Relational.Columns;
using WebhookKit.Relational.Values;

namespace WebhookKit.PostgreSql.History;

/// <summary>Writes an audit entry into the transaction of the change that it describes.</summary>
internal sealed class AuditWriter(PostgreSqlTables tables)
{
    private readonly string _insert = $"""
        INSERT INTO {tables.Audit} (id, at, actor, action, target, owner, reason, scheme, address, request_id, changes)
        VALUES (@id, @at, @actor, @action, @target, @owner, @reason, @scheme, @address, @requestId, @changes)
        """;

    public Task WriteAsync(NpgsqlConnection connection, AuditEntry entry) =>
        connection.ExecuteAsync(
            _insert,
            new
            {
                id = entry.Id,
                at = entry.At.ToColumn(),
                actor = entry.Actor,
                action = entry.Action,
                target = entry.Target,
                owner = entry.Owner,
                reason = entry.Reason,
                scheme = entry.Source?.Scheme,
                address = entry.Source?.Address,
                requestId = entry.Source?.RequestId,
                changes = AuditColumns.Write(entry.Changes),
            });
}
