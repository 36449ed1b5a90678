using Microsoft.Extensions.Logging;
using WebhookKit.Diagnostics;

namespace WebhookKit.Administration;

internal sealed partial class EndpointTester
{
    private static partial class Log
    {
        [LoggerMessage(LogEventIds.StoredSecretUnreadable, LogLevel.Error, "The secrets, headers or client certificate of endpoint {EndpointId} cannot be read (signing_unavailable), and its test was not sent; the key that protects them may be missing.")]
        public static partial void SecretUnreadable(ILogger logger, EndpointId endpointId, Exception exception);
    }
}
