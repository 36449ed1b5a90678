using Microsoft.Extensions.Logging;
using WebhookKit.Diagnostics;

namespace WebhookKit.Dispatching;

internal sealed partial class GoneEndpoints
{
    private static partial class Log
    {
        [LoggerMessage(LogEventIds.EndpointGone, LogLevel.Warning, "Endpoint {EndpointId} answered 410 Gone and is disabled; what was pending for it is cancelled.")]
        public static partial void Disabled(ILogger logger, EndpointId endpointId);

        [LoggerMessage(LogEventIds.DisablingFailed, LogLevel.Warning, "Endpoint {EndpointId} answered 410 Gone but could not be disabled; its next 410 tries again.")]
        public static partial void DisablingFailed(ILogger logger, EndpointId endpointId, Exception exception);
    }
}
