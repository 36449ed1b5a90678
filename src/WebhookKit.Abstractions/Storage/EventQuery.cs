namespace WebhookKit.Storage;

/// <summary>Which event to read.</summary>
public sealed class EventQuery
{
    /// <summary>The event.</summary>
    public required EventId Id { get; init; }

    /// <summary>Only if it belongs to this owner; null for any.</summary>
    public string? Owner { get; init; }
}
