namespace WebhookKit.Dispatching;

/// <summary>An event that one read has brought into memory. Its deliveries share it: the payload is there once, until the last of them has gone.</summary>
internal sealed class SharedEvent(WebhookEvent stored)
{
    private int _holders;

    public WebhookEvent Event => stored;

    /// <summary>One more delivery holds it.</summary>
    /// <returns>How many bytes of payload that adds to what is in memory.</returns>
    public int Hold() => Interlocked.Increment(ref _holders) == 1 ? stored.Payload.Length : 0;

    /// <summary>One delivery holds it no longer.</summary>
    /// <returns>How many bytes of payload that takes from what is in memory.</returns>
    public int LetGo() => Interlocked.Decrement(ref _holders) == 0 ? stored.Payload.Length : 0;
}
