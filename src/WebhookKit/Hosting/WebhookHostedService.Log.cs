using Microsoft.Extensions.Logging;
using WebhookKit.Diagnostics;

namespace WebhookKit.Hosting;

internal sealed partial class WebhookHostedService
{
    private static partial class Log
    {
        [LoggerMessage(LogEventIds.Starting, LogLevel.Information, "WebhookKit starts on the {Store} store.")]
        public static partial void Starting(ILogger logger, string store);

        [LoggerMessage(LogEventIds.StoreNotDurable, LogLevel.Warning, "The {Store} store is NOT DURABLE: every event and endpoint is gone when this process ends. Use it for tests and first steps only.")]
        public static partial void StoreNotDurable(ILogger logger, string store);

        [LoggerMessage(LogEventIds.StoreUnreachableAtStart, LogLevel.Error, "The {Store} store does not answer; the host starts all the same, and work begins when it does.")]
        public static partial void StoreUnreachable(ILogger logger, string store, Exception exception);

        [LoggerMessage(LogEventIds.StoreStillUnreachable, LogLevel.Debug, "The store still does not answer.")]
        public static partial void StillUnreachable(ILogger logger, Exception exception);

        [LoggerMessage(LogEventIds.SchemaReady, LogLevel.Information, "The store answers; work begins.")]
        public static partial void SchemaReady(ILogger logger);

        [LoggerMessage(LogEventIds.DeliveryOff, LogLevel.Information, "Hosting:Deliver is off: this process publishes and leaves delivery to others.")]
        public static partial void DeliveryOff(ILogger logger);

        [LoggerMessage(LogEventIds.Stopped, LogLevel.Information, "WebhookKit has stopped.")]
        public static partial void Stopped(ILogger logger);
    }
}
