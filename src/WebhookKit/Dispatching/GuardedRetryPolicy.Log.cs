using Microsoft.Extensions.Logging;
using WebhookKit.Diagnostics;

namespace WebhookKit.Dispatching;

internal sealed partial class GuardedRetryPolicy
{
    private static partial class Log
    {
        [LoggerMessage(LogEventIds.RetryPolicyFailed, LogLevel.Error, "The retry policy {Policy} threw. The default schedule decides instead: the delivery is tried again after {Delay}, or is a dead letter where that is null.")]
        public static partial void PolicyFailed(ILogger logger, string policy, TimeSpan? delay, Exception exception);
    }
}
