namespace WebhookKit.Receiving;

/// <summary>What became of the request to process an event.</summary>
public sealed class ProcessingStart
{
    /// <summary>What to do with it.</summary>
    public required ProcessingState State { get; init; }

    /// <summary>What to complete or release; there where <see cref="State"/> is <see cref="ProcessingState.Begun"/>, and else null.</summary>
    public ProcessingClaim? Claim { get; init; }

    /// <summary>
    /// After what time the event can be begun again if whoever processes it has died; there where <see cref="State"/> is
    /// <see cref="ProcessingState.InProgress"/>, and else null.
    /// </summary>
    public TimeSpan? FreeAfter { get; init; }
}
