using Microsoft.Extensions.Logging;
using WebhookKit.Diagnostics;
using WebhookKit.Observing;

namespace WebhookKit.Alerting;

internal sealed partial class NotifierLine
{
    private static partial class Log
    {
        [LoggerMessage(LogEventIds.NotifierFailed, LogLevel.Error, "{Notifier} threw, or took too long, when it was to tell {Key}; it is not told again. Said once for {Kind} until it works again.")]
        public static partial void Failed(ILogger logger, string notifier, WebhookNotificationKind kind, string key, Exception exception);

        [LoggerMessage(LogEventIds.NotifierStillFailing, LogLevel.Debug, "{Notifier} has not told {Key} either.")]
        public static partial void StillFailing(ILogger logger, string notifier, string key, Exception exception);

        [LoggerMessage(LogEventIds.NotifierWorksAgain, LogLevel.Information, "{Notifier} tells of {Kind} again.")]
        public static partial void WorksAgain(ILogger logger, string notifier, WebhookNotificationKind kind);

        [LoggerMessage(LogEventIds.NotificationsDropped, LogLevel.Warning, "{Most} notifications wait for {Notifier}; what comes on top is dropped and counted. Said once until there is room again.")]
        public static partial void Full(ILogger logger, string notifier, int most);

        [LoggerMessage(LogEventIds.NotificationsUntold, LogLevel.Warning, "The end has come before {Notifier} was told everything: {Count} notifications and what was under way are lost.")]
        public static partial void Untold(ILogger logger, string notifier, int count);
    }
}
