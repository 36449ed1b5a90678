namespace WebhookKit.Storage;

/// <summary>Stores events and, for each, a delivery for every matching endpoint.</summary>
public interface IOutboxStore
{
    /// <summary>
    /// Stores events, and for each a queue row for every enabled endpoint of the same owner with at least one matching
    /// subscription, that <see cref="WebhookEvent.Endpoints"/> names where it is set: all of it or nothing.
    /// </summary>
    /// <remarks>
    /// In the given transaction where there is one, leaving it open and, when the answer is a conflict or an exception, as
    /// it was before; else in a transaction of its own that has committed on return. First deliveries are due at once by the
    /// store's clock, however far the publisher's is ahead, unless <see cref="WebhookEvent.DeliverAt"/> is later. Appending an event whose id is already
    /// stored, or whose owner and idempotency key are, stores nothing for that event.
    /// </remarks>
    /// <param name="request">The events and the transaction.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ArgumentException">The transaction is not one of this store's database driver, or has ended.</exception>
    ValueTask<AppendResult> AppendAsync(AppendRequest request, CancellationToken cancellationToken = default);
}
