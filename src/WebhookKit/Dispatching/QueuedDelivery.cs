using WebhookKit.Storage;

namespace WebhookKit.Dispatching;

/// <summary>A due delivery with its event, read into memory.</summary>
internal sealed record QueuedDelivery(DueDelivery Row, SharedEvent Shared)
{
    public DeliveryId Id => Row.Id;

    public WebhookEvent Event => Shared.Event;

    /// <summary>What it replaces older ones with; null where it replaces none. What somebody has asked for again replaces nothing.</summary>
    /// <remarks>At hand: when a delivery is settled, its event may have left the processor's cache long ago.</remarks>
    public string? CoalescingKey { get; } = Row.IsReplay ? null : Shared.Event.CoalescingKey;
}
