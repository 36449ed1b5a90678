namespace WebhookKit.Storage;

/// <summary>A job to be cancelled.</summary>
public sealed class JobCancellation
{
    /// <summary>The job.</summary>
    public required JobId Id { get; init; }

    /// <summary>Only if it belongs to this owner; null for any.</summary>
    public string? Owner { get; init; }

    /// <summary>When, in UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What to write to the audit log.</summary>
    public required AuditEntry Audit { get; init; }
}
