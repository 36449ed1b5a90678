namespace WebhookKit.AspNetCore.Answers;

internal sealed class AuditDocument
{
    public required string Id { get; init; }

    public required DateTime At { get; init; }

    public required string Actor { get; init; }

    public required string Action { get; init; }

    public required string Target { get; init; }

    public required string Owner { get; init; }

    public string? Reason { get; init; }

    public required IReadOnlyList<AuditChangeDocument> Changes { get; init; }

    public string? Scheme { get; init; }

    public string? Address { get; init; }

    public string? RequestId { get; init; }

    public static AuditDocument From(AuditEntry entry) => new()
    {
        Id = $"aud_{entry.Id:N}",
        At = entry.At.UtcDateTime,
        Actor = entry.Actor,
        Action = entry.Action,
        Target = entry.Target,
        Owner = entry.Owner,
        Reason = entry.Reason,
        Changes = [.. entry.Changes.Select(change => new AuditChangeDocument { Field = change.Field, Before = change.Before, After = change.After })],
        Scheme = entry.Source?.Scheme,
        Address = entry.Source?.Address,
        RequestId = entry.Source?.RequestId,
    };
}
