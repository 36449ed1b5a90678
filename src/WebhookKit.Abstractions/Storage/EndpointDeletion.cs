namespace WebhookKit.Storage;

/// <summary>The end of an endpoint.</summary>
public sealed class EndpointDeletion
{
    /// <summary>The endpoint.</summary>
    public required EndpointId Id { get; init; }

    /// <summary>Only if the endpoint belongs to this owner; null for any.</summary>
    public string? Owner { get; init; }

    /// <summary>When, in UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What to write to the audit log; its actor and reason are kept with the deliveries that are cancelled.</summary>
    public required AuditEntry Audit { get; init; }
}
