using Microsoft.Extensions.Logging;
using WebhookKit.Diagnostics;

namespace WebhookKit.Notifying;

internal sealed partial class NotificationListener
{
    private static partial class Log
    {
        [LoggerMessage(LogEventIds.ListeningFailed, LogLevel.Warning, "What other processes publish is found by polling alone: listening for their notifications failed. It goes on trying and says so when it works again.")]
        public static partial void Failed(ILogger logger, Exception exception);

        [LoggerMessage(LogEventIds.ListeningAgain, LogLevel.Information, "Notifications of other processes are heard again.")]
        public static partial void HeardAgain(ILogger logger);
    }
}
