namespace WebhookKit.Storage;

/// <summary>Pending deliveries of which the last one replaces the others.</summary>
public sealed class CoalesceRequest
{
    /// <summary>The endpoint.</summary>
    public required EndpointId Endpoint { get; init; }

    /// <summary>The coalescing key of their events (<see cref="WebhookEvent.CoalescingKey"/>).</summary>
    public required string CoalescingKey { get; init; }

    /// <summary>When, in UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Why those that are replaced end; kept with each.</summary>
    public required string Reason { get; init; }

    /// <summary>Who cancels them; kept with each.</summary>
    public required string Actor { get; init; }

    /// <summary>How many to cancel at the most, the oldest first.</summary>
    public required int Limit { get; init; }
}
