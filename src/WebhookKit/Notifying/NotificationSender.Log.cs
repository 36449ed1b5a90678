using Microsoft.Extensions.Logging;
using WebhookKit.Diagnostics;

namespace WebhookKit.Notifying;

internal sealed partial class NotificationSender
{
    private static partial class Log
    {
        [LoggerMessage(LogEventIds.NotifyingFailed, LogLevel.Warning, "Other processes could not be told of new deliveries; they find them by polling. Said once until it works again.")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}
