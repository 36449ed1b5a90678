using Microsoft.Extensions.Logging;
using WebhookKit.Diagnostics;

namespace WebhookKit.Sending;

internal sealed partial class WebhookSender
{
    private static partial class Log
    {
        [LoggerMessage(LogEventIds.AttemptBroke, LogLevel.Error, "The attempt to send event {EventId} to endpoint {EndpointId} broke in a component of this application; it will be tried again.")]
        public static partial void AttemptBroke(ILogger logger, Exception exception, EventId eventId, EndpointId endpointId);

        [LoggerMessage(LogEventIds.SigningFailed, LogLevel.Error, "Signing event {EventId} for endpoint {EndpointId} failed; nothing was sent, and it will be tried again.")]
        public static partial void SigningFailed(ILogger logger, Exception exception, EventId eventId, EndpointId endpointId);
    }
}
