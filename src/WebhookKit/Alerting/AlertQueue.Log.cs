using Microsoft.Extensions.Logging;
using WebhookKit.Diagnostics;

namespace WebhookKit.Alerting;

internal sealed partial class AlertQueue
{
    private static partial class Log
    {
        [LoggerMessage(LogEventIds.AlertsDropped, LogLevel.Warning, "{Most} notifications wait to be told; what comes on top is dropped and counted. Said once until there is room again.")]
        public static partial void Full(ILogger logger, int most);
    }
}
