using Microsoft.Extensions.Logging;
using WebhookKit.Diagnostics;

namespace WebhookKit.Sending;

internal sealed partial class EgressRoutes
{
    private static partial class Log
    {
        [LoggerMessage(LogEventIds.EgressSelectionFailed, LogLevel.Error, "The IEgressPolicySelector threw when it was asked for the policy of endpoint {EndpointId} (egress_selection_failed); nothing is sent to it. Correct the selector.")]
        public static partial void SelectionFailed(ILogger logger, Exception exception, EndpointId endpointId);

        [LoggerMessage(LogEventIds.EgressPolicyUnknown, LogLevel.Error, "The IEgressPolicySelector named the policy '{Policy}' for endpoint {EndpointId}, and none is registered under that name in this process (egress_policy_unknown); nothing is sent to endpoints with it. Register it with AddEgressPolicy or in the section EgressPolicies, or correct the selector.")]
        public static partial void PolicyUnknown(ILogger logger, string policy, EndpointId endpointId);
    }
}
