namespace WebhookKit.Chaos.Checking;

/// <summary>Holds what is promised against the evidence.</summary>
internal static class Checker
{
    public static Findings Check(Evidence evidence) => new()
    {
        Publishing = PublishCheck.Run(evidence),
        FanOut = FanOutCheck.Run(evidence),
        Repeats = RepeatCheck.Run(evidence),
        States = StateCheck.Run(evidence.Stored),
    };
}
