namespace WebhookKit.Storage;

/// <summary>Outcomes to record together.</summary>
public sealed class OutcomeBatch
{
    /// <summary>The outcomes.</summary>
    public required IReadOnlyList<DeliveryOutcome> Outcomes { get; init; }
}
