namespace WebhookKit;

/// <summary>Why a delivery was given up.</summary>
public enum DeadLetterReason
{
    /// <summary>Every attempt of the retry policy failed.</summary>
    AttemptsExhausted = 0,

    /// <summary>The outcome could not be recorded in any other way; the delivery may have arrived.</summary>
    Unrecordable = 1,
}
