namespace WebhookKit.Jobs;

/// <summary>What a job is looking through. The order of the values is that in which it does.</summary>
internal enum JobPhase
{
    DeadLetters,
    Cancelled,
    Missed,
}
