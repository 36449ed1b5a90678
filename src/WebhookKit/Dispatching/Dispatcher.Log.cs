using Microsoft.Extensions.Logging;
using WebhookKit.Diagnostics;

namespace WebhookKit.Dispatching;

internal sealed partial class Dispatcher
{
    private static partial class Log
    {
        [LoggerMessage(LogEventIds.SendsCutAtStop, LogLevel.Warning, "Requests were still under way when the time to stop was over; they are cut and will be sent again.")]
        public static partial void Cut(ILogger logger);

        [LoggerMessage(LogEventIds.DeliveryPostponed, LogLevel.Debug, "Delivery {Delivery} waits until {Until} and has used up no attempt: {Outcome}.")]
        public static partial void Postponed(ILogger logger, DeliveryId delivery, DateTimeOffset until, AttemptOutcome outcome);

        [LoggerMessage(LogEventIds.DispatchTurnFailed, LogLevel.Error, "A sender failed; its delivery is read again when the lane is.")]
        public static partial void TurnFailed(ILogger logger, Exception exception);
    }
}
