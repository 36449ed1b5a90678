using Microsoft.Extensions.Logging;
using WebhookKit.Diagnostics;

namespace WebhookKit.Administration;

internal sealed partial class Reencryption
{
    private static partial class Log
    {
        [LoggerMessage(LogEventIds.NotReencrypted, LogLevel.Error, "Endpoint {EndpointId} could not be re-encrypted and stays as it is, because its secrets, headers or client certificate cannot be read. Provide the key that they are under, or rotate its secret and save its headers and its client certificate anew.")]
        public static partial void Unreadable(ILogger logger, EndpointId endpointId, Exception exception);

        [LoggerMessage(LogEventIds.ExpiredSecretsRemoved, LogLevel.Warning, "{Count} expired secrets of endpoint {EndpointId} were removed by re-encryption, because they cannot be read. They signed nothing any more.")]
        public static partial void Removed(ILogger logger, int count, EndpointId endpointId);
    }
}
