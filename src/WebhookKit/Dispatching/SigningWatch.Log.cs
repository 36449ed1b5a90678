using Microsoft.Extensions.Logging;
using WebhookKit.Diagnostics;

namespace WebhookKit.Dispatching;

internal sealed partial class SigningWatch
{
    private static partial class Log
    {
        [LoggerMessage(LogEventIds.SecretUnreadable, LogLevel.Error, "The secrets, headers or client certificate of endpoint {EndpointId} cannot be read (signing_unavailable): nothing is sent to it, and its deliveries wait. Provide the key that they are encrypted under; where it is lost, rotate the endpoint's secret with an overlap of 0, and save its headers and its client certificate anew.")]
        public static partial void Unreadable(ILogger logger, EndpointId endpointId, Exception exception);

        [LoggerMessage(LogEventIds.EndpointUnsigned, LogLevel.Error, "Endpoint {EndpointId} has no secret that signs (signing_unavailable): nothing is sent to it unsigned, and its deliveries wait. Rotate its secret.")]
        public static partial void Unsigned(ILogger logger, EndpointId endpointId);

        [LoggerMessage(LogEventIds.SignerMissing, LogLevel.Error, "Endpoint {EndpointId} names the signer {Signer}, and none is registered under that name in this process (signing_unavailable): nothing is sent to it unsigned, and its deliveries wait. Register it with AddSigner or AddKeyedSingleton<IWebhookSigner>, or change the endpoint's signers.")]
        public static partial void SignerMissing(ILogger logger, EndpointId endpointId, string signer);

        [LoggerMessage(LogEventIds.DeliveryUnsigned, LogLevel.Debug, "Delivery {DeliveryId} cannot be signed, and uses up no attempt; tried again in {Pause}.")]
        public static partial void Waits(ILogger logger, DeliveryId deliveryId, TimeSpan pause);

        [LoggerMessage(LogEventIds.EndpointSignedAgain, LogLevel.Information, "Endpoint {EndpointId} can be signed for again; its deliveries go on.")]
        public static partial void Works(ILogger logger, EndpointId endpointId);
    }
}
