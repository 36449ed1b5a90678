namespace WebhookKit;

/// <summary>
/// That an endpoint receives events in the order in which they were published: one is sent when the one before it has arrived or was
/// given up. The order is that of the publishing statements, by the clock of the database.
/// </summary>
/// <remarks>
/// Holds for what is published from then on. What is sent again by hand or by a job is sent at once, out of order and without a number.
/// Each request carries the header <c>webhook-sequence</c>: 1, 2, 3 and so on for each endpoint and ordering key, so that a receiver
/// notices what was given up or cancelled. Where nothing has arrived for as long as deliveries are kept, it begins with 1 again.
/// </remarks>
public sealed class EndpointOrdering
{
    /// <summary>What is kept in order.</summary>
    public required OrderingMode Mode { get; init; }

    /// <summary>
    /// How many attempts may fail before the delivery becomes a dead letter, so that those behind it go on. It does earlier where its retry
    /// policy gives up.
    /// </summary>
    /// <value>
    /// Null by default: it blocks those behind it until it arrives, expires, is cancelled or the receiver wants it no more, and is tried
    /// every hour where its retry policy would give up. 1 to 100.
    /// </value>
    public int? SkipAfter { get; init; }
}
