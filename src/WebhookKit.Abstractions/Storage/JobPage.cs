namespace WebhookKit.Storage;

/// <summary>A page of jobs.</summary>
public sealed class JobPage
{
    /// <summary>The jobs, ordered by id, descending.</summary>
    public required IReadOnlyList<JobRecord> Items { get; init; }

    /// <summary>Whether there are more after the last one.</summary>
    public required bool HasMore { get; init; }
}
