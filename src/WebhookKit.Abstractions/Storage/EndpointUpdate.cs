namespace WebhookKit.Storage;

/// <summary>An endpoint as it shall be.</summary>
public sealed class EndpointUpdate
{
    /// <summary>The endpoint and its secrets.</summary>
    public required EndpointRecord Record { get; init; }

    /// <summary>The revision that the change was made from.</summary>
    public required long ExpectedRevision { get; init; }

    /// <summary>What to write to the audit log.</summary>
    public required AuditEntry Audit { get; init; }
}
