using System.Data.Common;

namespace WebhookKit.Storage;

/// <summary>What to store.</summary>
public sealed class AppendRequest
{
    /// <summary>The events, at least one. Their deliveries are due at once, or at <see cref="WebhookEvent.DeliverAt"/> where that is later.</summary>
    /// <remarks>
    /// At once is <see cref="WebhookEvent.CreatedAt"/>, and where that is later than the store's clock shows, what it shows: a publisher
    /// whose clock is ahead must not make its deliveries wait.
    /// </remarks>
    public required IReadOnlyList<WebhookEvent> Events { get; init; }

    /// <summary>
    /// An idempotency key of an event created before this moment is free again: the older event gives it up to the one that is stored
    /// now.
    /// </summary>
    /// <value>Null by default: a key is taken for as long as its event is stored.</value>
    public DateTimeOffset? KeysTakenSince { get; init; }

    /// <summary>
    /// Whether none of the events can be there: their ids were made for this request, and none has an idempotency key. A store may leave out
    /// then what it does to find them; one that is there all the same is an error.
    /// </summary>
    /// <value>False by default.</value>
    public bool AreNew { get; init; }

    /// <summary>The host's transaction, or null for one of the store's own.</summary>
    public DbTransaction? Transaction { get; init; }
}
