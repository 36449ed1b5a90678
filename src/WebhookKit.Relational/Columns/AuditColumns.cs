namespace WebhookKit.Relational.Columns;

/// <summary>The columns that say where an audit entry comes from.</summary>
internal static class AuditColumns
{
    public static AuditSource? ToSource(string? scheme, string? address, string? requestId) =>
        scheme is null && address is null && requestId is null ? null : new AuditSource { Scheme = scheme, Address = address, RequestId = requestId };
}
