using Microsoft.Extensions.Logging;
using WebhookKit.Diagnostics;

namespace WebhookKit.Dispatching;

internal sealed partial class Observers
{
    private static partial class Log
    {
        [LoggerMessage(LogEventIds.ObserverFailed, LogLevel.Error, "The delivery observer {Observer} threw; the delivery is not affected.")]
        public static partial void ObserverFailed(ILogger logger, string observer, Exception exception);
    }
}
