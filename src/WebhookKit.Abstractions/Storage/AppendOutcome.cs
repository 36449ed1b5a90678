namespace WebhookKit.Storage;

/// <summary>Whether an event was stored.</summary>
public enum AppendOutcome
{
    /// <summary>It was stored by this call.</summary>
    Stored = 0,

    /// <summary>It had been stored before: the same id, or the same idempotency key with the same type, content type and payload.</summary>
    Duplicate = 1,

    /// <summary>The idempotency key belongs to an event with another type, content type or payload.</summary>
    Conflict = 2,

    /// <summary>It was not stored, because another event of the same request is a conflict.</summary>
    NotStored = 3,
}
