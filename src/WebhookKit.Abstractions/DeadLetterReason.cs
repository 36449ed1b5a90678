namespace WebhookKit;

/// <summary>Why a delivery was given up.</summary>
public enum DeadLetterReason
{
    /// <summary>Every attempt of the retry policy failed.</summary>
    AttemptsExhausted = 0,

    /// <summary>The outcome could not be recorded in any other way; the delivery may have arrived.</summary>
    Unrecordable = 1,

    /// <summary>The receiver asked for no further attempt of this delivery, in the <c>webhook-delivery</c> header of its answer.</summary>
    AbortedByReceiver = 2,

    /// <summary>The event has expired (<see cref="WebhookEvent.ExpiresAt"/>), or would have by the next attempt.</summary>
    Expired = 3,
}
