namespace WebhookKit.Chaos.Databases;

/// <summary>A dead letter, as it must stay when it is replayed.</summary>
/// <param name="Delivery">Which one.</param>
/// <param name="Reason">Why it was given up.</param>
/// <param name="Attempts">After how many attempts.</param>
/// <param name="EndedAt">When, as the database writes it.</param>
internal readonly record struct StoredDeadLetter(StoredDelivery Delivery, int Reason, int Attempts, string EndedAt);
