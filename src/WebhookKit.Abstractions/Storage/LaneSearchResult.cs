namespace WebhookKit.Storage;

/// <summary>The lanes found.</summary>
public sealed class LaneSearchResult
{
    /// <summary>The lanes, in no promised order. May hold lanes of endpoints that are disabled,
    /// but none of those that are paused or whose circuit stays open beyond <see cref="LaneSearch.DueBy"/>.</summary>
    public required IReadOnlyList<LaneHead> Lanes { get; init; }
}
