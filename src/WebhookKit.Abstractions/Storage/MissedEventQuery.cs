namespace WebhookKit.Storage;

/// <summary>Which events to look through for those that an endpoint has no delivery of.</summary>
public sealed class MissedEventQuery
{
    /// <summary>The endpoint.</summary>
    public required EndpointId Endpoint { get; init; }

    /// <summary>The endpoint's owner.</summary>
    public required string Owner { get; init; }

    /// <summary>Only events published at or after this moment.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Only events that come after this one, going back in time; null to begin with the newest.</summary>
    public EventId? After { get; init; }

    /// <summary>How many events to look at, of whichever owner.</summary>
    public required int Limit { get; init; }
}
