namespace WebhookKit.AspNetCore.Diagnostics;

/// <summary>The ids of this package's log lines: 2100 to 2199. Never reused.</summary>
internal static class LogEventIds
{
    internal const int RequestFailed = 2100;
    internal const int StoreUnavailable = 2101;
    internal const int RouteLeftOpen = 2102;
}
