namespace WebhookKit.Diagnostics;

internal static partial class LogEventIds
{
    internal const int AlertsDropped = 2300;
    internal const int NotifierFailed = 2301;
    internal const int NotifierStillFailing = 2302;
    internal const int NotifierWorksAgain = 2303;
    internal const int NotificationsDropped = 2304;
    internal const int NotificationsUntold = 2305;
    internal const int CertificateEnding = 2306;
}
