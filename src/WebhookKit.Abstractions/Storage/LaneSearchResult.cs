namespace WebhookKit.Storage;

/// <summary>The lanes found.</summary>
public sealed class LaneSearchResult
{
    /// <summary>The lanes, in no promised order. May hold lanes of endpoints that are disabled.</summary>
    public required IReadOnlyList<LaneHead> Lanes { get; init; }
}
