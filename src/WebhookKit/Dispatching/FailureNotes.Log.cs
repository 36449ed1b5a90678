using Microsoft.Extensions.Logging;
using WebhookKit.Diagnostics;

namespace WebhookKit.Dispatching;

internal sealed partial class FailureNotes
{
    private static partial class Log
    {
        [LoggerMessage(LogEventIds.FailuresNotWritten, LogLevel.Warning, "Since when some endpoints fail, or that they work again, could not be written before the end; it is with their next attempts.")]
        public static partial void NotWritten(ILogger logger, Exception exception);
    }
}
