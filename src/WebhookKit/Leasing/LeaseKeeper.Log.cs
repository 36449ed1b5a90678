using Microsoft.Extensions.Logging;
using WebhookKit.Diagnostics;

namespace WebhookKit.Leasing;

internal sealed partial class LeaseKeeper
{
    private static partial class Log
    {
        [LoggerMessage(LogEventIds.PartitionsChanged, LogLevel.Information, "This instance owns {Owned} of {Partitions} partitions; live instances: {LiveInstances}.")]
        public static partial void PartitionsChanged(ILogger logger, int owned, int partitions, int liveInstances);

        [LoggerMessage(LogEventIds.PartitionsLost, LogLevel.Warning, "{Lost} partitions were taken by another instance because they were not renewed in time; deliveries under way may be sent twice.")]
        public static partial void PartitionsLost(ILogger logger, int lost);

        [LoggerMessage(LogEventIds.ClockSkew, LogLevel.Warning, "This machine's clock and the database's differ by {Skew}; receivers refuse signatures that are more than 5 minutes off. Synchronize the clocks.")]
        public static partial void ClockSkew(ILogger logger, TimeSpan skew);

        [LoggerMessage(LogEventIds.ReleaseFailed, LogLevel.Warning, "The leases could not be given back; other instances take over when they expire.")]
        public static partial void ReleaseFailed(ILogger logger, Exception exception);
    }
}
