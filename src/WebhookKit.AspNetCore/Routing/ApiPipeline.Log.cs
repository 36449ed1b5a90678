using Microsoft.Extensions.Logging;
using WebhookKit.AspNetCore.Diagnostics;

namespace WebhookKit.AspNetCore.Routing;

internal sealed partial class ApiPipeline
{
    private static partial class Log
    {
        [LoggerMessage(LogEventIds.RequestFailed, LogLevel.Error, "The API call {Operation} failed.")]
        public static partial void RequestFailed(ILogger logger, string operation, Exception exception);

        [LoggerMessage(LogEventIds.StoreUnavailable, LogLevel.Warning, "The API call {Operation} was answered with 503, because the store did not answer.")]
        public static partial void StoreUnavailable(ILogger logger, string operation, Exception exception);

        [LoggerMessage(LogEventIds.ReadStopped, LogLevel.Warning, "The API call {Operation} was answered with 503, because it took longer than {Most}.")]
        public static partial void ReadStopped(ILogger logger, string operation, TimeSpan most);
    }
}
