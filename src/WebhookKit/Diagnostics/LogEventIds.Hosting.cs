namespace WebhookKit.Diagnostics;

/// <summary>The ids of log events: a hundred to a room, never reused.</summary>
internal static partial class LogEventIds
{
    internal const int Starting = 1000;
    internal const int StoreNotDurable = 1001;
    internal const int StoreUnreachableAtStart = 1003;
    internal const int DeliveryOff = 1004;
    internal const int Stopped = 1005;
    internal const int LoopFailed = 1006;
    internal const int LoopStillFailing = 1007;
    internal const int LoopRecovered = 1008;
    internal const int SchemaReady = 1009;
    internal const int StoreStillUnreachable = 1010;
}
