namespace WebhookKit.Storage;

/// <summary>What became of one attempt, and where the delivery goes next.</summary>
public sealed class DeliveryOutcome
{
    /// <summary>The delivery.</summary>
    public required DeliveryId Delivery { get; init; }

    /// <summary>
    /// The attempt, to be appended to the log. It applies only if the queue row shows <c>Attempt.Number - 1</c> attempts.
    /// </summary>
    public required DeliveryAttempt Attempt { get; init; }

    /// <summary>The epoch of the lease under which the attempt was made; with the number it names the attempt.</summary>
    public required long Epoch { get; init; }

    /// <summary>Where the delivery goes. For <see cref="DeliveryTransition.Filter"/> the attempt is the look at the payload.</summary>
    public required DeliveryTransition Transition { get; init; }

    /// <summary>Why it is given up; set exactly for <see cref="DeliveryTransition.GiveUp"/>.</summary>
    public DeadLetterReason? DeadReason { get; init; }

    /// <summary>
    /// Its ordering key, where it has one and <see cref="Sequence"/> is used up by it: it has succeeded or was given up. The next one with
    /// this key gets a higher number.
    /// </summary>
    public string? OrderingKey { get; init; }

    /// <summary>The number it was sent with; 0 where it has no ordering key.</summary>
    public long Sequence { get; init; }

    /// <summary>When it is over, or was tried, by the store's clock: the time kept for the end of the delivery.</summary>
    public required DateTimeOffset At { get; init; }
}
