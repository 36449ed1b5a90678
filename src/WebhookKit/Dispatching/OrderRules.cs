using WebhookKit.Sending;

namespace WebhookKit.Dispatching;

/// <summary>What a failure comes to where others wait for the delivery. Pure.</summary>
internal static class OrderRules
{
    /// <summary>How often a delivery is tried that is never given up.</summary>
    private static readonly TimeSpan Blocking = TimeSpan.FromHours(1);

    /// <summary>Decides when a delivery is tried again after a failure; null for never.</summary>
    /// <param name="delivery">What was sent.</param>
    /// <param name="result">What came back.</param>
    /// <param name="ordering">That of its endpoint.</param>
    /// <param name="delay">What its retry policy says.</param>
    public static TimeSpan? DelayOf(QueuedDelivery delivery, SendResult result, EndpointOrdering? ordering, TimeSpan? delay)
    {
        if (ordering is null || delivery.Row.OrderingKey is null)
        {
            return delay;
        }

        return ordering.SkipAfter is { } most
            ? delivery.Row.AttemptsMade + 1 >= most ? null : delay
            : delay ?? (result.RetryAfter > Blocking ? result.RetryAfter : Blocking);
    }
}
