using WebhookKit.Relational.Columns;
using WebhookKit.Relational.Values;
using WebhookKit.Sqlite.Connections;
using WebhookKit.Sqlite.Values;

namespace WebhookKit.Sqlite.History;

/// <summary>Writes an audit entry into the transaction of the change that it describes.</summary>
internal sealed class AuditWriter(SqliteTables tables)
{
    private readonly string _insert = $"""
        INSERT INTO {tables.Audit} (id, at, actor, action, target, owner, reason, scheme, address, request_id, changes)
        VALUES ($id, $at, $actor, $action, $target, $owner, $reason, $scheme, $address, $requestId, $changes)
        """;

    public void Write(SqliteSession session, AuditEntry entry) =>
        session.Execute(
            _insert,
            ("$id", entry.Id.ToKey()),
            ("$at", entry.At.ToMicroseconds()),
            ("$actor", entry.Actor),
            ("$action", entry.Action),
            ("$target", entry.Target),
            ("$owner", entry.Owner),
            ("$reason", entry.Reason),
            ("$scheme", entry.Source?.Scheme),
            ("$address", entry.Source?.Address),
            ("$requestId", entry.Source?.RequestId),
            ("$changes", AuditColumns.Write(entry.Changes)));
}
