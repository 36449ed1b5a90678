using Microsoft.Extensions.Logging;
using WebhookKit.Diagnostics;

namespace WebhookKit.Dispatching;

internal sealed partial class EndpointDisabler
{
    private static partial class Log
    {
        [LoggerMessage(LogEventIds.EndpointDisabled, LogLevel.Warning, "Endpoint {EndpointId} is disabled, and what was pending for it is cancelled: {Reason}")]
        public static partial void Disabled(ILogger logger, EndpointId endpointId, string reason);

        [LoggerMessage(LogEventIds.DisablingFailed, LogLevel.Warning, "Endpoint {EndpointId} was to be disabled and could not be; the next attempt that asks for it tries again. Reason: {Reason}")]
        public static partial void DisablingFailed(ILogger logger, EndpointId endpointId, string reason, Exception exception);
    }
}
