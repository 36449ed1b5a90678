using Microsoft.Extensions.Logging;
using WebhookKit.Diagnostics;

namespace WebhookKit.Dispatching;

internal sealed partial class LaneFiller
{
    private static partial class Log
    {
        [LoggerMessage(LogEventIds.EventMissing, LogLevel.Error, "{Deliveries} due deliveries of endpoint {EndpointId} belong to events that are not in the database; they are passed over for {Pause}. The first is delivery {DeliveryId} of event {EventId}: restore the event, or cancel the delivery.")]
        public static partial void EventsMissing(ILogger logger, int deliveries, EndpointId endpointId, DeliveryId deliveryId, EventId eventId, TimeSpan pause);
    }
}
