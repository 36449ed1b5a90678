using WebhookKit.Relational.Columns;
using WebhookKit.Relational.Values;

namespace WebhookKit.SqlServer.History;

/// <summary>An audit entry as it is kept; filled by Dapper.</summary>
internal sealed class AuditRow
{
    public required byte[] Id { get; init; }

    public required DateTime At { get; init; }

    public required string Actor { get; init; }

    public required string Action { get; init; }

    public required string Target { get; init; }

    public required string Owner { get; init; }

    public string? Reason { get; init; }

    public string? Scheme { get; init; }

    public string? Address { get; init; }

    public string? RequestId { get; init; }

    public string? Changes { get; init; }

    public AuditEntry ToEntry() => new()
    {
        Id = BinaryKey.ToGuid(Id),
        At = UtcTime.ToMoment(At),
        Actor = Actor,
        Action = Action,
        Target = Target,
        Owner = Owner,
        Reason = Reason,
        Changes = AuditColumns.ToChanges(Changes),
        Source = AuditColumns.ToSource(Scheme, Address, RequestId),
    };
}
