namespace WebhookKit.Storage;

/// <summary>A new endpoint.</summary>
public sealed class EndpointCreation
{
    /// <summary>The endpoint and its secrets.</summary>
    public required EndpointRecord Record { get; init; }

    /// <summary>What to write to the audit log.</summary>
    public required AuditEntry Audit { get; init; }
}
