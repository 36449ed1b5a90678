namespace WebhookKit.AspNetCore.Diagnostics;

/// <summary>The ids of this package's log lines: 2100 to 2199. Never reused.</summary>
internal static class LogEventIds
{
    internal const int RequestFailed = 2100;
    internal const int StoreUnavailable = 2101;
    internal const int RouteLeftOpen = 2102;
    internal const int ReadStopped = 2103;

    internal const int WebhookRefused = 2150;
    internal const int WebhookRepeated = 2151;
    internal const int WebhookOverlapped = 2152;
    internal const int WebhookClaimLost = 2153;
    internal const int WebhookEndNotRecorded = 2154;
}
