using Microsoft.Extensions.Logging;
using WebhookKit.Diagnostics;

namespace WebhookKit.Dispatching;

internal sealed partial class OutcomeRecorder
{
    private static partial class Log
    {
        [LoggerMessage(LogEventIds.RecordingFailed, LogLevel.Error, "{Outcomes} outcomes cannot be recorded now; nothing new is sent until they are.")]
        public static partial void RecordingFailed(ILogger logger, int outcomes, Exception exception);

        [LoggerMessage(LogEventIds.RecordingResumed, LogLevel.Information, "Outcomes are recorded again; sending goes on.")]
        public static partial void Resumed(ILogger logger);

        [LoggerMessage(LogEventIds.OutcomeUnrecordable, LogLevel.Error, "The outcome of delivery {DeliveryId} is refused by the database even without its texts; it will be sent again after {Pause}.")]
        public static partial void Unrecordable(ILogger logger, DeliveryId deliveryId, TimeSpan pause, Exception exception);
    }
}
