namespace WebhookKit.Storage;

/// <summary>Where a delivery goes after an attempt.</summary>
public enum DeliveryTransition
{
    /// <summary>The queue row is deleted; the delivery has succeeded.</summary>
    Succeed = 0,

    /// <summary>The queue row stays, due at <see cref="DeliveryAttempt.NextAttemptAt"/>.</summary>
    Retry = 1,

    /// <summary>The queue row becomes a dead letter.</summary>
    GiveUp = 2,

    /// <summary>
    /// The queue row is deleted; the delivery has ended as filtered. Kept for as long as one that has succeeded, and never taken for one.
    /// </summary>
    Filter = 3,
}
