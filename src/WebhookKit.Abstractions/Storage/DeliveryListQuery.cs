namespace WebhookKit.Storage;

/// <summary>Which deliveries to list. Filters that are null do not filter.</summary>
public sealed class DeliveryListQuery
{
    /// <summary>Only those of this owner.</summary>
    public string? Owner { get; init; }

    /// <summary>Only those to this endpoint.</summary>
    public EndpointId? Endpoint { get; init; }

    /// <summary>Only those of this event, its replays included.</summary>
    public EventId? Event { get; init; }

    /// <summary>Only those in this state.</summary>
    public DeliveryStatus? Status { get; init; }

    /// <summary>
    /// Only dead letters, or cancelled deliveries, that have (true) or have not (false) been replayed. Goes with the status <c>Dead</c> or
    /// <c>Cancelled</c>.
    /// </summary>
    public bool? IsReplayed { get; init; }

    /// <summary>Only those created at or after this moment.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Only those created before this moment.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Only those that come after this one in the list; null for the first page.</summary>
    public DeliveryId? After { get; init; }

    /// <summary>How many at the most.</summary>
    public required int Limit { get; init; }
}
