namespace WebhookKit.Storage;

/// <summary>Who owns a partition.</summary>
public sealed class LeaseHolder
{
    /// <summary>The instance with an unexpired lease; null where there is none, so that nobody sends.</summary>
    public string? InstanceId { get; init; }

    /// <summary>What the store's clock shows.</summary>
    public required DateTimeOffset StoreTime { get; init; }
}
