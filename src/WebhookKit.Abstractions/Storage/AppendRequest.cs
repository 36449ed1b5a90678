using System.Data.Common;

namespace WebhookKit.Storage;

/// <summary>What to store.</summary>
public sealed class AppendRequest
{
    /// <summary>The events, at least one. Their deliveries are due at <see cref="WebhookEvent.CreatedAt"/>.</summary>
    public required IReadOnlyList<WebhookEvent> Events { get; init; }

    /// <summary>The host's transaction, or null for one of the store's own.</summary>
    public DbTransaction? Transaction { get; init; }
}
