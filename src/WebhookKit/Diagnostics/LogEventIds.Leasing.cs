namespace WebhookKit.Diagnostics;

internal static partial class LogEventIds
{
    internal const int PartitionsChanged = 1200;
    internal const int PartitionsLost = 1201;
    internal const int ClockSkew = 1202;
    internal const int ReleaseFailed = 1203;
}
