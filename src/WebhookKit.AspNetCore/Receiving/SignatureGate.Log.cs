using Microsoft.Extensions.Logging;
using WebhookKit.AspNetCore.Diagnostics;

namespace WebhookKit.AspNetCore.Receiving;

internal sealed partial class SignatureGate
{
    private static partial class Log
    {
        [LoggerMessage(LogEventIds.WebhookRefused, LogLevel.Information, "{Receiver} refused a webhook: {Code}.")]
        public static partial void Refused(ILogger logger, string receiver, string code);
    }
}
