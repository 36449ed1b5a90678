namespace WebhookKit.Storage;

/// <summary>Events that an endpoint has no delivery of, among those that were looked at.</summary>
public sealed class MissedEventPage
{
    /// <summary>The events, newest first; none that names its endpoints, and not this one.</summary>
    public required IReadOnlyList<MissedEvent> Items { get; init; }

    /// <summary>The last event that was looked at; null where there are none after it.</summary>
    public required EventId? Next { get; init; }
}
