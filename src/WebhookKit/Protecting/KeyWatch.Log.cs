using Microsoft.Extensions.Logging;
using WebhookKit.Diagnostics;

namespace WebhookKit.Protecting;

internal sealed partial class KeyWatch
{
    private static partial class Log
    {
        [LoggerMessage(LogEventIds.SecretsNotEncrypted, LogLevel.Warning, "Endpoint secrets are stored in PLAINTEXT, because there is no key. Make one with 'openssl rand -base64 32' and set Webhooks:Secrets:Keys:k1 to it; outside the Development environment it is needed.")]
        public static partial void NotEncrypted(ILogger logger);

        [LoggerMessage(LogEventIds.KeyProblem, LogLevel.Error, "{Problem} Deliveries to the endpoints concerned wait until it is solved.")]
        public static partial void Problem(ILogger logger, string problem, Exception? exception);

        [LoggerMessage(LogEventIds.KeyProblemSolved, LogLevel.Information, "The stored secrets that were looked at can be read again.")]
        public static partial void Solved(ILogger logger);
    }
}
