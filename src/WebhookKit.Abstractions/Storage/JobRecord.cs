namespace WebhookKit.Storage;

/// <summary>A job as it is stored.</summary>
public sealed class JobRecord
{
    /// <summary>The job.</summary>
    public required WebhookJob Job { get; init; }

    /// <summary>How far it has got, in the words of who runs it; null at the beginning.</summary>
    public string? Position { get; init; }

    /// <summary>Grows with every step and change. Set by the store.</summary>
    public long Revision { get; init; }
}
