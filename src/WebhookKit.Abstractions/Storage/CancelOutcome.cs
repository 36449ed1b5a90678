namespace WebhookKit.Storage;

/// <summary>Whether a delivery was cancelled.</summary>
public enum CancelOutcome
{
    /// <summary>It was pending and is cancelled.</summary>
    Cancelled = 0,

    /// <summary>There is no such delivery, or it belongs to another owner.</summary>
    NotFound = 1,

    /// <summary>It has already ended.</summary>
    AlreadyEnded = 2,
}
