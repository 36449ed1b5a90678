namespace WebhookKit.Receiving;

/// <summary>What the in-memory store knows of an event.</summary>
internal sealed class ProcessedEvent(EventKey key, long number, DateTimeOffset claimedUntil, DateTimeOffset forgetAt)
{
    public EventKey Key => key;

    public long Number => number;

    public DateTimeOffset ForgetAt => forgetAt;

    public bool IsDone { get; private set; }

    /// <summary>When what it is now is over: the claim, or being remembered. Changes only while it is in no set that is in this order.</summary>
    public DateTimeOffset EndsAt { get; private set; } = claimedUntil;

    public void Complete()
    {
        IsDone = true;
        EndsAt = forgetAt;
    }

    public ProcessingClaim ToClaim() => new() { Receiver = key.Receiver, Sender = key.Sender, EventId = key.EventId, Number = number };
}
