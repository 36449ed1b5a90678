namespace WebhookKit.Storage;

/// <summary>What storing events led to.</summary>
public sealed class AppendResult
{
    /// <summary>One entry for each event of the request, in the same order. When one is a conflict, nothing was stored.</summary>
    public required IReadOnlyList<AppendedEvent> Events { get; init; }
}
