namespace WebhookKit.Diagnostics;

internal static partial class LogEventIds
{
    internal const int NotifyingFailed = 1800;
    internal const int ListeningFailed = 1801;
    internal const int ListeningAgain = 1802;
}
