using Microsoft.Extensions.Logging;
using WebhookKit.Diagnostics;

namespace WebhookKit.Alerting;

internal sealed partial class CertificateWatch
{
    private static partial class Log
    {
        [LoggerMessage(LogEventIds.CertificateEnding, LogLevel.Warning, "The client certificate of endpoint {Endpoint}, {Subject}, is valid until {NotAfter:u}; give the endpoint a new one before.")]
        public static partial void Ending(ILogger logger, EndpointId endpoint, string subject, DateTimeOffset notAfter);
    }
}
