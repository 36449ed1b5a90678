namespace WebhookKit.Storage;

/// <summary>Shares the time in which an owner with a rate limit may be sent to among instances.</summary>
/// <remarks>
/// Each stretch of time belongs to one instance, which sends in it what the limit allows in so much time: together they keep to the limit
/// without speaking to each other.
/// </remarks>
public interface IRateStore
{
    /// <summary>Reserves the stretch that follows on what has been reserved for the owner before, or begins when it is asked to, if that is later.</summary>
    /// <remarks>No two stretches of an owner overlap, whoever asks and however many ask at once. What is reserved is never given back.</remarks>
    /// <param name="reservation">For whom, and how long.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>When the stretch begins, in UTC, to the microsecond.</returns>
    ValueTask<DateTimeOffset> ReserveAsync(RateReservation reservation, CancellationToken cancellationToken = default);
}
