using Microsoft.Extensions.Logging;
using WebhookKit.AspNetCore.Diagnostics;

namespace WebhookKit.AspNetCore.Routing;

internal sealed partial class AuthorizationGuard
{
    private static partial class Log
    {
        [LoggerMessage(LogEventIds.RouteLeftOpen, LogLevel.Error, "A request was refused. {Reason}")]
        public static partial void LeftOpen(ILogger logger, string reason);
    }
}
