using WebhookKit.Storage;

namespace WebhookKit.Dispatching;

/// <summary>A due delivery with its event, read into memory.</summary>
internal sealed record QueuedDelivery(DueDelivery Row, SharedEvent Shared)
{
    public DeliveryId Id => Row.Id;

    public WebhookEvent Event => Shared.Event;

    /// <summary>What it replaces older ones with; null where it replaces none. What somebody has asked for again replaces nothing.</summary>
    public string? CoalescingKey => Row.IsReplay ? null : Event.CoalescingKey;
}
