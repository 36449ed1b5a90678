using Microsoft.Extensions.Logging;
using WebhookKit.Diagnostics;

namespace WebhookKit.Dispatching;

internal sealed partial class OutcomeRecorder
{
    private static partial class Log
    {
        [LoggerMessage(LogEventIds.AttemptSucceeded, LogLevel.Debug, "Attempt {Number} of delivery {DeliveryId} succeeded.")]
        public static partial void Succeeded(ILogger logger, int number, DeliveryId deliveryId);

        [LoggerMessage(LogEventIds.AttemptFailed, LogLevel.Debug, "Attempt {Number} of delivery {DeliveryId} failed: {Outcome}, status {StatusCode}; the next is due at {NextAttemptAt}.")]
        public static partial void Failed(ILogger logger, int number, DeliveryId deliveryId, AttemptOutcome outcome, int? statusCode, DateTimeOffset? nextAttemptAt);

        [LoggerMessage(LogEventIds.DeadLettered, LogLevel.Warning, "Delivery {DeliveryId} is a dead letter after {Attempts} attempts; the last one ended with {Outcome}, status {StatusCode}.")]
        public static partial void DeadLettered(ILogger logger, DeliveryId deliveryId, int attempts, AttemptOutcome outcome, int? statusCode);

        [LoggerMessage(LogEventIds.StaleOutcome, LogLevel.Information, "Attempt {Number} of delivery {DeliveryId} came too late to count: the delivery was cancelled, or another instance had recorded it.")]
        public static partial void Stale(ILogger logger, int number, DeliveryId deliveryId);

        [LoggerMessage(LogEventIds.RecordingFailed, LogLevel.Error, "{Outcomes} outcomes cannot be recorded now; nothing new is sent until they are.")]
        public static partial void RecordingFailed(ILogger logger, int outcomes, Exception exception);

        [LoggerMessage(LogEventIds.RecordingResumed, LogLevel.Information, "Outcomes are recorded again; sending goes on.")]
        public static partial void Resumed(ILogger logger);

        [LoggerMessage(LogEventIds.OutcomeUnrecordable, LogLevel.Error, "The outcome of delivery {DeliveryId} is refused by the database even without its texts; it will be sent again after {Pause}.")]
        public static partial void Unrecordable(ILogger logger, DeliveryId deliveryId, TimeSpan pause, Exception exception);
    }
}
