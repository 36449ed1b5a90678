namespace WebhookKit.Storage;

/// <summary>A job to be stored.</summary>
public sealed class JobCreation
{
    /// <summary>The job. Its status and its counts are not read.</summary>
    public required WebhookJob Job { get; init; }

    /// <summary>What to write to the audit log.</summary>
    public required AuditEntry Audit { get; init; }
}
