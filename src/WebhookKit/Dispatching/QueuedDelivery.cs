using WebhookKit.Storage;

namespace WebhookKit.Dispatching;

/// <summary>A due delivery with its event, read into memory.</summary>
internal sealed record QueuedDelivery(DueDelivery Row, SharedEvent Shared)
{
    public DeliveryId Id => Row.Id;

    public WebhookEvent Event => Shared.Event;
}
