namespace WebhookKit;

/// <summary>An idempotency key was used again for another event. Nothing was stored.</summary>
public sealed class IdempotencyConflictException : InvalidOperationException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="existing">The event that the key belongs to.</param>
    public IdempotencyConflictException(EventId existing)
        : base($"The idempotency key already belongs to event {existing}, which has another type, content type or payload. Use a new key for a new event.") =>
        Existing = existing;

    /// <summary>The event that the key belongs to.</summary>
    public EventId Existing { get; }
}
