namespace WebhookKit.Chaos.Databases;

/// <summary>When an attempt was made, what came of it, and when the next one is to be. Times count from 1970 in UTC.</summary>
/// <param name="Delivery">The delivery.</param>
/// <param name="Number">The number of the attempt.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="StartedAt">Its start.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="NextAt">When the next one is planned; null for the last one.</param>
internal sealed record StoredAttemptTime(
    StoredDelivery Delivery, int Number, AttemptOutcome Outcome, TimeSpan StartedAt, TimeSpan Duration, TimeSpan? NextAt)
{
    public TimeSpan EndedAt => StartedAt + Duration;
}
