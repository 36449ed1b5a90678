namespace WebhookKit.Chaos.Databases;

/// <summary>An attempt that is recorded.</summary>
/// <param name="Delivery">The delivery's key.</param>
/// <param name="Endpoint">The number of the endpoint.</param>
/// <param name="Number">The number of the attempt.</param>
/// <param name="Epoch">The epoch of the lease that it was made under.</param>
/// <param name="HasSucceeded">Whether it ended the delivery well.</param>
/// <param name="IsStale">Whether it changed nothing.</param>
/// <param name="Request">The receiver's number of the request; null where no answer was read.</param>
internal sealed record StoredAttempt(Guid Delivery, int Endpoint, int Number, long Epoch, bool HasSucceeded, bool IsStale, long? Request);
