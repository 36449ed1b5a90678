using Microsoft.Extensions.Logging;
using WebhookKit.Diagnostics;

namespace WebhookKit.Dispatching;

internal sealed partial class GuardedRetryPolicy
{
    private static partial class Log
    {
        [LoggerMessage(LogEventIds.RetryPolicyFailed, LogLevel.Error, "The retry policy {Policy} threw; the delivery is tried again after {Fallback}.")]
        public static partial void PolicyFailed(ILogger logger, string policy, TimeSpan fallback, Exception exception);
    }
}
