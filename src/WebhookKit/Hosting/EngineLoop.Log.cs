using Microsoft.Extensions.Logging;
using WebhookKit.Diagnostics;

namespace WebhookKit.Hosting;

internal sealed partial class EngineLoop
{
    private static partial class Log
    {
        [LoggerMessage(LogEventIds.LoopFailed, LogLevel.Error, "The {Loop} loop failed; it goes on trying and says so when it works again.")]
        public static partial void Failed(ILogger logger, string loop, Exception exception);

        [LoggerMessage(LogEventIds.LoopStillFailing, LogLevel.Debug, "The {Loop} loop is still failing.")]
        public static partial void StillFailing(ILogger logger, string loop, Exception exception);

        [LoggerMessage(LogEventIds.LoopRecovered, LogLevel.Information, "The {Loop} loop works again.")]
        public static partial void Recovered(ILogger logger, string loop);
    }
}
