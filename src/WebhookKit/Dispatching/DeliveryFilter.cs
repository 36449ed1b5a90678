using WebhookKit.Sending;

namespace WebhookKit.Dispatching;

/// <summary>Decides by the filter of an endpoint whether a delivery is sent.</summary>
internal static class DeliveryFilter
{
    /// <summary>Judges. What was asked to be sent again is sent.</summary>
    /// <param name="delivery">The delivery.</param>
    /// <param name="endpoint">Its endpoint.</param>
    /// <param name="payload">What would be sent.</param>
    /// <returns>What ends the delivery; null where it is to be sent.</returns>
    public static SendResult? Judge(QueuedDelivery delivery, LaneEndpoint endpoint, ReadOnlySpan<byte> payload) =>
        !delivery.Row.IsReplay && endpoint.Filter?.Refuse(payload) is { } reason
            ? new SendResult { Outcome = AttemptOutcome.Filtered, Error = reason, Duration = TimeSpan.Zero }
            : null;
}
