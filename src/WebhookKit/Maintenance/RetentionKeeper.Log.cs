using Microsoft.Extensions.Logging;
using WebhookKit.Diagnostics;

namespace WebhookKit.Maintenance;

internal sealed partial class RetentionKeeper
{
    private static partial class Log
    {
        [LoggerMessage(LogEventIds.Purged, LogLevel.Information, "Removed {Deliveries} old deliveries.")]
        public static partial void Purged(ILogger logger, int deliveries);
    }
}
