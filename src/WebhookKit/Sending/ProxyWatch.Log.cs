using Microsoft.Extensions.Logging;
using WebhookKit.Diagnostics;

namespace WebhookKit.Sending;

internal sealed partial class ProxyWatch
{
    private static partial class Log
    {
        [LoggerMessage(LogEventIds.ProxyFails, LogLevel.Error, "Nothing can be sent through the proxy {Proxy}: {Problem} Deliveries wait and use up no attempt. Look at the proxy, and at Proxy, ProxyUserName and ProxyPassword of the egress options.")]
        public static partial void Fails(ILogger logger, string proxy, string problem, Exception? cause);

        [LoggerMessage(LogEventIds.ProxyWorks, LogLevel.Information, "The proxy {Proxy} can be used again; deliveries go on.")]
        public static partial void Works(ILogger logger, string proxy);
    }
}
