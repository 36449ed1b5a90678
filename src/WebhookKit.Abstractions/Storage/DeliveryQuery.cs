namespace WebhookKit.Storage;

/// <summary>Which delivery to read.</summary>
public sealed class DeliveryQuery
{
    /// <summary>The delivery.</summary>
    public required DeliveryId Id { get; init; }

    /// <summary>Only if it belongs to this owner; null for any.</summary>
    public string? Owner { get; init; }
}
