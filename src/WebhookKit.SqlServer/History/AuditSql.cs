using WebhookKit.Storage;

namespace WebhookKit.SqlServer.History;

/// <summary>The statements about the audit log.</summary>
internal sealed class AuditSql(SqlServerTables tables)
{
    public string Insert { get; } = $"""
        INSERT INTO {tables.Audit} (id, at, actor, action, target, owner, reason, scheme, address, request_id, changes)
        VALUES (@id, @at, @actor, @action, @target, @owner, @reason, @scheme, @address, @requestId, @changes);
        """;

    /// <summary>A page. Parameters: <c>@limit</c>, and <c>@owner</c>, <c>@target</c> and <c>@after</c> where the query has them.</summary>
    public string List(AuditListQuery query)
    {
        string[] conditions =
        [
            .. query.Owner is null ? [] : new[] { "owner = @owner" },
            .. query.Target is null ? [] : new[] { "target = @target" },
            .. query.After is null ? [] : new[] { "id < @after" },
        ];
        return $"""
            SELECT TOP (@limit) id AS Id, at AS At, actor AS Actor, action AS Action, target AS Target, owner AS Owner, reason AS Reason,
                   scheme AS Scheme, address AS Address, request_id AS RequestId, changes AS Changes
            FROM {tables.Audit}
            {(conditions.Length == 0 ? "" : "WHERE " + string.Join(" AND ", conditions))}
            ORDER BY id DESC;
            """;
    }
}
