namespace WebhookKit.Storage;

/// <summary>A change of an endpoint's status.</summary>
public sealed class EndpointStatusChange
{
    /// <summary>The endpoint.</summary>
    public required EndpointId Id { get; init; }

    /// <summary>Only if the endpoint belongs to this owner; null for any.</summary>
    public string? Owner { get; init; }

    /// <summary>The new status.</summary>
    public required EndpointStatus Status { get; init; }

    /// <summary>Only if this is the status now; null for any.</summary>
    public EndpointStatus? From { get; init; }

    /// <summary>Why; also the reason of the deliveries that are cancelled.</summary>
    public string? Reason { get; init; }

    /// <summary>When, in UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What to write to the audit log.</summary>
    public required AuditEntry Audit { get; init; }
}
