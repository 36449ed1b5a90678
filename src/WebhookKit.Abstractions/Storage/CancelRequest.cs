namespace WebhookKit.Storage;

/// <summary>A delivery to be cancelled.</summary>
public sealed class CancelRequest
{
    /// <summary>The delivery.</summary>
    public required DeliveryId Id { get; init; }

    /// <summary>Only if it belongs to this owner; null for any.</summary>
    public string? Owner { get; init; }

    /// <summary>Why.</summary>
    public string? Reason { get; init; }

    /// <summary>When, in UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What to write to the audit log; its actor is kept with the delivery.</summary>
    public required AuditEntry Audit { get; init; }
}
