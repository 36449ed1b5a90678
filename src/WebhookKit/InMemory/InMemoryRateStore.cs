using WebhookKit.Storage;

namespace WebhookKit.InMemory;

/// <summary>Until when each owner's time is reserved; nothing here is shared with the other seams.</summary>
internal sealed class InMemoryRateStore : IRateStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, DateTimeOffset> _reservedUntil = [];

    public ValueTask<DateTimeOffset> ReserveAsync(RateReservation reservation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reservation);
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<DateTimeOffset>(cancellationToken);
        }

        lock (_gate)
        {
            var start = _reservedUntil.TryGetValue(reservation.Owner, out var until) && until > reservation.NotBefore ? until : reservation.NotBefore;
            _reservedUntil[reservation.Owner] = start + reservation.Length;
            return ValueTask.FromResult(start);
        }
    }
}
