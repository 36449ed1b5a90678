namespace WebhookKit.Administration;

/// <summary>What a filter says of a payload.</summary>
public sealed class FilterResult
{
    /// <summary>Whether it would be sent.</summary>
    public required bool Matches { get; init; }

    /// <summary>Which condition does not hold; null where it matches.</summary>
    public string? Reason { get; init; }
}
