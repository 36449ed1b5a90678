using Microsoft.Extensions.Logging;
using WebhookKit.Diagnostics;

namespace WebhookKit.Dispatching;

internal sealed partial class OutcomeReport
{
    private static partial class Log
    {
        [LoggerMessage(LogEventIds.AttemptSucceeded, LogLevel.Debug, "Attempt {Number} of delivery {DeliveryId} succeeded.")]
        public static partial void Succeeded(ILogger logger, int number, DeliveryId deliveryId);

        [LoggerMessage(LogEventIds.AttemptFailed, LogLevel.Debug, "Attempt {Number} of delivery {DeliveryId} failed: {Outcome}, status {StatusCode}; the next is due at {NextAttemptAt}.")]
        public static partial void Failed(ILogger logger, int number, DeliveryId deliveryId, AttemptOutcome outcome, int? statusCode, DateTimeOffset? nextAttemptAt);

        [LoggerMessage(LogEventIds.DeadLettered, LogLevel.Warning, "Delivery {DeliveryId} is a dead letter after {Attempts} attempts; the last one ended with {Outcome}, status {StatusCode}.")]
        public static partial void DeadLettered(ILogger logger, DeliveryId deliveryId, int attempts, AttemptOutcome outcome, int? statusCode);

        [LoggerMessage(LogEventIds.Filtered, LogLevel.Debug, "Delivery {DeliveryId} is not sent: the filter of its endpoint does not match.")]
        public static partial void Filtered(ILogger logger, DeliveryId deliveryId);

        [LoggerMessage(LogEventIds.StaleOutcome, LogLevel.Information, "Attempt {Number} of delivery {DeliveryId} came too late to count: the delivery was cancelled, or another instance had recorded it.")]
        public static partial void Stale(ILogger logger, int number, DeliveryId deliveryId);
    }
}
