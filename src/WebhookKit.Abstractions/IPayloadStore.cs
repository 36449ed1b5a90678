namespace WebhookKit;

/// <summary>
/// Keeps large payloads outside the database. Optional; without one, every payload is stored with its event.
/// </summary>
/// <remarks>
/// Called concurrently. A payload is written before its event is stored and may stay behind when the transaction rolls
/// back, so give the container an expiry longer than the retention. Must return the exact bytes it was given.
/// </remarks>
public interface IPayloadStore
{
    /// <summary>Keeps a payload and answers where.</summary>
    /// <param name="eventId">The event; writing again for the same event replaces.</param>
    /// <param name="payload">The exact bytes.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>A reference of at most 1,024 characters that <see cref="ReadAsync"/> understands.</returns>
    ValueTask<string> WriteAsync(EventId eventId, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken = default);

    /// <summary>Reads a payload.</summary>
    /// <param name="reference">What <see cref="WriteAsync"/> answered.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask<ReadOnlyMemory<byte>> ReadAsync(string reference, CancellationToken cancellationToken = default);
}
