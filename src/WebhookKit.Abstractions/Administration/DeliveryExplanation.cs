namespace WebhookKit.Administration;

/// <summary>Why a delivery is where it is, and what comes next.</summary>
public sealed class DeliveryExplanation
{
    /// <summary>The delivery.</summary>
    public required WebhookDelivery Delivery { get; init; }

    /// <summary>
    /// The subscription of the endpoint that the event matches, as the endpoint is now; null where there is none any more, or the endpoint
    /// was deleted.
    /// </summary>
    public string? Subscription { get; init; }

    /// <summary>What it waits for; null once it has ended.</summary>
    public DeliveryWait? WaitsFor { get; init; }

    /// <summary>When that is over, in UTC, if nothing else happens; null where that is not known.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>The same in sentences, for people. Its wording may change.</summary>
    public required string Text { get; init; }
}
