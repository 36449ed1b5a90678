namespace WebhookKit.Storage;

/// <summary>Which job to read.</summary>
public sealed class JobQuery
{
    /// <summary>The job.</summary>
    public required JobId Id { get; init; }

    /// <summary>Only if the job belongs to this owner; null for any.</summary>
    public string? Owner { get; init; }
}
