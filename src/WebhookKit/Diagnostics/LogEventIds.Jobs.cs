namespace WebhookKit.Diagnostics;

internal static partial class LogEventIds
{
    internal const int JobEnded = 1900;
    internal const int JobStepFailed = 1901;
}
