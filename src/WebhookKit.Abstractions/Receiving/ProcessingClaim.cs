namespace WebhookKit.Receiving;

/// <summary>The right to process an event, for a time. Made by the store.</summary>
public sealed class ProcessingClaim
{
    /// <summary>Who receives.</summary>
    public required string Receiver { get; init; }

    /// <summary>Who sent it; empty where the receiver has one sender.</summary>
    public required string Sender { get; init; }

    /// <summary>The <c>webhook-id</c>.</summary>
    public required string EventId { get; init; }

    /// <summary>Which claim of this event it is: higher than that of every claim before it, so that an old one has no effect.</summary>
    public required long Number { get; init; }
}
