namespace WebhookKit.Storage;

/// <summary>A page of deliveries.</summary>
public sealed class DeliveryPage
{
    /// <summary>The deliveries, ordered by key and then by endpoint, both descending.</summary>
    public required IReadOnlyList<WebhookDelivery> Items { get; init; }

    /// <summary>Whether there are more after the last one.</summary>
    public required bool HasMore { get; init; }
}
