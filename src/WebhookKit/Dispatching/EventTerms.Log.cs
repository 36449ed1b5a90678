using Microsoft.Extensions.Logging;
using WebhookKit.Diagnostics;

namespace WebhookKit.Dispatching;

internal sealed partial class EventTerms
{
    private static partial class Log
    {
        [LoggerMessage(LogEventIds.EventRetryPolicyUnknown, LogLevel.Error, "Event {EventId} names the retry policy {Policy}, and none is registered under that key in this process. Its deliveries follow the policy of the application; register it with AddKeyedSingleton<IRetryPolicy>.")]
        public static partial void RetryPolicyUnknown(ILogger logger, EventId eventId, string policy);
    }
}
