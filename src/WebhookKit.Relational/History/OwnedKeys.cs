namespace WebhookKit.Relational.History;

/// <summary>The keys of an owner's deliveries: all of them, or all of the newest down to some key.</summary>
/// <param name="Keys">In no order, each once.</param>
/// <param name="IsComplete">Whether they are all that the list may hold.</param>
internal sealed record OwnedKeys(IReadOnlyCollection<Guid> Keys, bool IsComplete);
