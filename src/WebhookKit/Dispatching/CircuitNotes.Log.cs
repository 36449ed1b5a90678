using Microsoft.Extensions.Logging;
using WebhookKit.Diagnostics;

namespace WebhookKit.Dispatching;

internal sealed partial class CircuitNotes
{
    private static partial class Log
    {
        [LoggerMessage(LogEventIds.CircuitOpened, LogLevel.Warning, "Too many attempts for endpoint {EndpointId} have failed: its deliveries wait until {OpenUntil:O}, then one at a time is tried, until one succeeds.")]
        public static partial void Opened(ILogger logger, EndpointId endpointId, DateTimeOffset openUntil);

        [LoggerMessage(LogEventIds.CircuitClosed, LogLevel.Information, "Endpoint {EndpointId} answers again; its deliveries go on.")]
        public static partial void Closed(ILogger logger, EndpointId endpointId);

        [LoggerMessage(LogEventIds.CircuitsNotWritten, LogLevel.Warning, "Which circuits have opened or closed could not be written before the end; whoever sends to the endpoints next finds out again.")]
        public static partial void NotWritten(ILogger logger, Exception exception);
    }
}
