using WebhookKit.Storage;

namespace WebhookKit.Administration;

/// <summary>What replaying one delivery led to.</summary>
public sealed class ReplayedDelivery
{
    /// <summary>Whether it is made again.</summary>
    public required ReplayOutcome Outcome { get; init; }

    /// <summary>The new delivery; null unless one was created.</summary>
    public DeliveryId? Delivery { get; init; }
}
