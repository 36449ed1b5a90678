namespace WebhookKit.Storage;

/// <summary>A page of audit entries.</summary>
public sealed class AuditPage
{
    /// <summary>The entries, ordered by id, descending.</summary>
    public required IReadOnlyList<AuditEntry> Items { get; init; }

    /// <summary>Whether there are more after the last one.</summary>
    public required bool HasMore { get; init; }
}
