namespace WebhookKit.Chaos.Checking;

/// <summary>What the evidence says.</summary>
internal sealed class Findings
{
    public required PublishFindings Publishing { get; init; }

    public required FanOutFindings FanOut { get; init; }

    public required RepeatFindings Repeats { get; init; }

    public required StateFindings States { get; init; }
}
