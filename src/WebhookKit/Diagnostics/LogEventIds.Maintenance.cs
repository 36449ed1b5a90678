namespace WebhookKit.Diagnostics;

internal static partial class LogEventIds
{
    internal const int Purged = 1600;
}
