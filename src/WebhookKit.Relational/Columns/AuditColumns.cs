using System.Text.Json;

namespace WebhookKit.Relational.Columns;

/// <summary>The columns that say where an audit entry comes from, and what it changed.</summary>
internal static class AuditColumns
{
    /// <summary>What a damaged text reads as: the rest of the entry is as good as ever.</summary>
    private static readonly AuditChange[] Damaged = [new() { Field = "(damaged in the database)" }];

    public static string? Write(IReadOnlyList<AuditChange> changes) =>
        changes.Count == 0 ? null : JsonSerializer.Serialize(changes, JsonColumnsContext.Default.IReadOnlyListAuditChange);

    public static IReadOnlyList<AuditChange> ToChanges(string? json)
    {
        try
        {
            return json is null ? [] : JsonSerializer.Deserialize(json, JsonColumnsContext.Default.IReadOnlyListAuditChange) ?? Damaged;
        }
        catch (JsonException)
        {
            return Damaged;
        }
    }

    public static AuditSource? ToSource(string? scheme, string? address, string? requestId) =>
        scheme is null && address is null && requestId is null ? null : new AuditSource { Scheme = scheme, Address = address, RequestId = requestId };
}
