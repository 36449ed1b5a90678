namespace WebhookKit;

/// <summary>What a job makes new deliveries for. Filters that are null do not filter.</summary>
public sealed class JobSelection
{
    /// <summary>Only what is for this endpoint. <see cref="JobKind.Recover"/> needs it.</summary>
    public EndpointId? Endpoint { get; init; }

    /// <summary>Only deliveries that were created, and events that were published, at or after this moment. <see cref="JobKind.Recover"/> needs it.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Only deliveries that were created, and events that were published, before this moment.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Only events whose type matches this pattern (<see cref="EventTypePattern"/>).</summary>
    public string? EventType { get; init; }

    /// <summary>Only dead letters that were given up for this reason. For <see cref="JobKind.Replay"/> alone.</summary>
    public DeadLetterReason? Reason { get; init; }

    /// <summary>
    /// Whether events that match the endpoint's subscriptions and of which it has no delivery at all are selected, too: it was disabled
    /// when they were published, did not subscribe to them yet or did not exist. For <see cref="JobKind.Recover"/> alone.
    /// </summary>
    /// <value>False by default. Goes back no further than retention keeps what has succeeded, which nobody could tell from what was never sent.</value>
    public bool IncludeEventsWithoutDelivery { get; init; }
}
