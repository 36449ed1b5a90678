namespace WebhookKit.Diagnostics;

internal static partial class LogEventIds
{
    internal const int AttemptBroke = 1400;
    internal const int SigningFailed = 1401;
    internal const int EgressPolicyUnknown = 1402;
    internal const int EgressSelectionFailed = 1403;
    internal const int ProxyFails = 1404;
    internal const int ProxyWorks = 1405;
}
