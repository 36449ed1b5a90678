namespace WebhookKit.Receiving;

/// <summary>A receiver's request to process an event.</summary>
public sealed class ProcessingRequest
{
    /// <summary>Who receives, so that two receivers in one application process an event each; 1 to 200 characters.</summary>
    public required string Receiver { get; init; }

    /// <summary>Who sent it, so that one sender cannot use up the ids of another; at most 200 characters.</summary>
    /// <value>Empty by default: the receiver has one sender.</value>
    public string Sender { get; init; } = "";

    /// <summary>The <c>webhook-id</c>; 1 to 256 characters.</summary>
    public required string EventId { get; init; }

    /// <summary>How long the event belongs to whoever begins it, unless it is completed or released before.</summary>
    public required TimeSpan ClaimFor { get; init; }

    /// <summary>How long after its beginning the event is remembered; at least <see cref="ClaimFor"/>.</summary>
    public required TimeSpan RememberFor { get; init; }
}
