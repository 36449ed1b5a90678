namespace WebhookKit.Retrying;

/// <summary>Try again after a while, or give up.</summary>
public readonly record struct RetryDecision
{
    private RetryDecision(TimeSpan? delay) => Delay = delay;

    /// <summary>Gives up: the delivery becomes a dead letter.</summary>
    public static RetryDecision GiveUp { get; }

    /// <summary>How long to wait; null to give up.</summary>
    public TimeSpan? Delay { get; }

    /// <summary>Tries again.</summary>
    /// <param name="delay">How long to wait, from the end of the attempt; at least zero.</param>
    public static RetryDecision After(TimeSpan delay)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        return new RetryDecision(delay);
    }
}
