using Microsoft.Extensions.Logging;
using WebhookKit.Diagnostics;

namespace WebhookKit.Dispatching;

internal sealed partial class AttemptRunner
{
    private static partial class Log
    {
        [LoggerMessage(LogEventIds.SendFailedUnexpectedly, LogLevel.Error, "An attempt of delivery {DeliveryId} failed inside the library or a component plugged into it.")]
        public static partial void SendFailed(ILogger logger, DeliveryId deliveryId, Exception exception);

        [LoggerMessage(LogEventIds.PayloadUnreadable, LogLevel.Error, "The payload of event {EventId} could not be read from the payload store; the delivery is tried again.")]
        public static partial void PayloadUnreadable(ILogger logger, EventId eventId, Exception? exception);
    }
}
