namespace WebhookKit.Testing;

/// <summary>What one request gets, and what it waits for before.</summary>
internal readonly record struct ReceiverTurn(ReceiverAnswer Answer, Task Released);
