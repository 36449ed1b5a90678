using Microsoft.Extensions.Logging;
using WebhookKit.Diagnostics;

namespace WebhookKit.Dispatching;

internal sealed partial class FailingEndpoints
{
    private static partial class Log
    {
        [LoggerMessage(LogEventIds.FailingNotJudged, LogLevel.Warning, "Whether endpoint {EndpointId} has failed for too long could not be looked up; the next delivery that is given up tries again.")]
        public static partial void LookFailed(ILogger logger, EndpointId endpointId, Exception exception);
    }
}
