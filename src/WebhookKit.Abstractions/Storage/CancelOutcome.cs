namespace WebhookKit.Storage;

/// <summary>Whether a delivery or a job was cancelled.</summary>
public enum CancelOutcome
{
    /// <summary>It had not ended and is cancelled.</summary>
    Cancelled = 0,

    /// <summary>It does not exist, or it belongs to another owner.</summary>
    NotFound = 1,

    /// <summary>It has already ended.</summary>
    AlreadyEnded = 2,
}
