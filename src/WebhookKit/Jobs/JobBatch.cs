namespace WebhookKit.Jobs;

/// <summary>The next of what a job selects.</summary>
internal sealed class JobBatch
{
    /// <summary>Dead letters and cancelled deliveries to be made again, each with its event.</summary>
    public IReadOnlyList<(DeliveryId Delivery, EventId Event)> Again { get; init; } = [];

    /// <summary>First deliveries to be made.</summary>
    public IReadOnlyList<DeliveryId> First { get; init; } = [];

    /// <summary>Where the rest begins; null where there is none.</summary>
    public required JobPosition? Next { get; init; }

    public int Count => Again.Count + First.Count;
}
