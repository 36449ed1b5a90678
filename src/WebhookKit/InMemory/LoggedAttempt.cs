namespace WebhookKit.InMemory;

/// <summary>An attempt as it is kept. Its number and epoch name it.</summary>
internal sealed record LoggedAttempt(DeliveryAttempt Attempt, long Epoch);
