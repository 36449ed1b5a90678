namespace WebhookKit.EntityFrameworkCore.Diagnostics;

/// <summary>The ids of this package's log lines: 2200 to 2299. Never reused.</summary>
internal static class LogEventIds
{
    internal const int NeverSaved = 2200;
}
