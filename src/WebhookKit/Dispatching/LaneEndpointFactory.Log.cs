using Microsoft.Extensions.Logging;
using WebhookKit.Diagnostics;

namespace WebhookKit.Dispatching;

internal sealed partial class LaneEndpointFactory
{
    private static partial class Log
    {
        [LoggerMessage(LogEventIds.RetryPolicyUnknown, LogLevel.Error, "Endpoint {EndpointId} names the retry policy {Policy}, and none is registered under that key in this process. It follows the policy of the application; register it with AddKeyedSingleton<IRetryPolicy>.")]
        public static partial void RetryPolicyUnknown(ILogger logger, EndpointId endpointId, string policy);

        [LoggerMessage(LogEventIds.FilterUnreadable, LogLevel.Error, "The stored filter of endpoint {EndpointId} cannot be read, and nothing is sent to it but replays; attempts fail and are made again by its retry policy. Save the endpoint with its filter anew.")]
        public static partial void FilterUnreadable(ILogger logger, EndpointId endpointId);
    }
}
