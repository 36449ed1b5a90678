using WebhookKit.Relational.Columns;
using WebhookKit.SqlServer.Connections;

namespace WebhookKit.SqlServer.History;

/// <summary>Writes an audit entry into the transaction of the change that it describes.</summary>
internal sealed class AuditWriter(SqlServerTables tables)
{
    private readonly AuditSql _sql = new(tables);

    public Task WriteAsync(SqlSession session, AuditEntry entry, CancellationToken cancellationToken) =>
        session.ExecuteAsync(
            _sql.Insert,
            new SqlValues()
                .Key("@id", entry.Id)
                .Moment("@at", entry.At)
                .Text("@actor", entry.Actor)
                .Text("@action", entry.Action)
                .Text("@target", entry.Target, SqlValues.NameSize)
                .Owner("@owner", entry.Owner)
                .Text("@reason", entry.Reason)
                .Text("@scheme", entry.Source?.Scheme)
                .Text("@address", entry.Source?.Address)
                .Text("@requestId", entry.Source?.RequestId)
                .Text("@changes", AuditColumns.Write(entry.Changes)),
            cancellationToken);
}
