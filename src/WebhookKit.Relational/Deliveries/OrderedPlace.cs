namespace WebhookKit.Relational.Deliveries;

/// <summary>Where a queued delivery stands among those with its ordering key: what is the first of them.</summary>
/// <param name="OrderingKey">The key.</param>
/// <param name="HeadKey">The key of the delivery that was queued first.</param>
/// <param name="HeadDueAt">When that one is due.</param>
/// <param name="HeadAttempts">How many attempts of it were made.</param>
/// <param name="Sequence">The number that it is sent with.</param>
internal readonly record struct OrderedPlace(string OrderingKey, Guid HeadKey, DateTimeOffset HeadDueAt, int HeadAttempts, long Sequence);
