using Microsoft.Extensions.Logging;
using WebhookKit.Diagnostics;

namespace WebhookKit.Administration;

internal sealed partial class SecretRing
{
    private static partial class Log
    {
        [LoggerMessage(LogEventIds.StoredSecretUnreadable, LogLevel.Error, "Secret {SecretId} of endpoint {EndpointId} cannot be read; the key that protects it may be missing. Rotate the endpoint's secret.")]
        public static partial void SecretUnreadable(ILogger logger, EndpointId endpointId, Guid secretId, Exception exception);
    }
}
