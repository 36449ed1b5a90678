namespace WebhookKit.Storage;

/// <summary>Which lanes to read.</summary>
public sealed class LaneRead
{
    /// <summary>The lanes, each at most once.</summary>
    public required IReadOnlyList<LaneRequest> Lanes { get; init; }

    /// <summary>Only deliveries due at or before this moment are returned.</summary>
    public required DateTimeOffset Now { get; init; }
}
