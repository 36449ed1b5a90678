namespace WebhookKit.Diagnostics;

internal static partial class LogEventIds
{
    internal const int AttemptSucceeded = 1300;
    internal const int AttemptFailed = 1301;
    internal const int DeadLettered = 1302;
    internal const int StaleOutcome = 1303;
    internal const int RecordingFailed = 1304;
    internal const int OutcomeUnrecordable = 1305;
    internal const int EndpointDisabled = 1306;
    internal const int SecretUnreadable = 1307;
    internal const int ObserverFailed = 1308;
    internal const int DisablingFailed = 1309;
    internal const int SendsCutAtStop = 1310;
    internal const int SendFailedUnexpectedly = 1311;
    internal const int PayloadUnreadable = 1312;
    internal const int RecordingResumed = 1313;
    internal const int DispatchTurnFailed = 1314;
    internal const int RetryPolicyFailed = 1315;
    internal const int EventMissing = 1316;
    internal const int RetryPolicyUnknown = 1317;
    internal const int FailingNotJudged = 1318;
    internal const int FailuresNotWritten = 1319;
    internal const int CircuitOpened = 1320;
    internal const int CircuitClosed = 1321;
    internal const int CircuitsNotWritten = 1322;
    internal const int EndpointUnsigned = 1323;
    internal const int DeliveryUnsigned = 1324;
    internal const int EndpointSignedAgain = 1325;
    internal const int SignerMissing = 1326;
    internal const int Filtered = 1330;
    internal const int FilterUnreadable = 1331;
    internal const int EventRetryPolicyUnknown = 1340;
    internal const int DeliveryPostponed = 1350;
}
