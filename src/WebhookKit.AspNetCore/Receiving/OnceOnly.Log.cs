using Microsoft.Extensions.Logging;
using WebhookKit.AspNetCore.Diagnostics;

namespace WebhookKit.AspNetCore.Receiving;

internal sealed partial class OnceOnly
{
    private static partial class Log
    {
        [LoggerMessage(LogEventIds.WebhookRepeated, LogLevel.Debug, "{Receiver} got event {EventId} again, and had processed it.")]
        public static partial void Repeated(ILogger logger, string receiver, string eventId);

        [LoggerMessage(LogEventIds.WebhookOverlapped, LogLevel.Debug, "{Receiver} got event {EventId} again while it was processing it.")]
        public static partial void Overlapped(ILogger logger, string receiver, string eventId);

        [LoggerMessage(
            LogEventIds.WebhookClaimLost,
            LogLevel.Warning,
            "{Receiver} took longer than {ClaimFor} for event {EventId}, and another request has begun it meanwhile: it may have been processed twice. Raise ClaimFor, or answer sooner.")]
        public static partial void ClaimLost(ILogger logger, string receiver, string eventId, TimeSpan claimFor);

        [LoggerMessage(
            LogEventIds.WebhookEndNotRecorded,
            LogLevel.Warning,
            "{Receiver} could not record how event {EventId} ended (processed: {IsProcessed}); when its claim has ended it is processed again if it comes again.")]
        public static partial void EndNotRecorded(ILogger logger, string receiver, string eventId, bool isProcessed, Exception exception);
    }
}
