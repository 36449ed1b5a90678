namespace WebhookKit.Dispatching;

/// <summary>
/// Deliveries that a lane passes over for a while, because something is wrong with them alone: the rest of the lane goes on.
/// Not thread-safe.
/// </summary>
internal sealed class LaneAside
{
    /// <summary>Each read names every one of them; with more than this it is the lane that has to wait.</summary>
    private const int Most = 64;

    private readonly Dictionary<DeliveryId, DateTimeOffset> _until = [];

    public bool IsEmpty => _until.Count == 0;

    public IReadOnlyCollection<DeliveryId> Ids => _until.Keys;

    /// <summary>Sets deliveries aside.</summary>
    /// <returns>Whether there was room for them; else none is.</returns>
    public bool TryAdd(IReadOnlyCollection<DeliveryId> deliveries, DateTimeOffset until)
    {
        if (_until.Count + deliveries.Count > Most)
        {
            return false;
        }

        foreach (var delivery in deliveries)
        {
            _until[delivery] = until;
        }

        return true;
    }

    /// <summary>Lets go of those whose time is over.</summary>
    /// <returns>When the next one's is; null when none is left.</returns>
    public DateTimeOffset? LetGo(DateTimeOffset now)
    {
        DateTimeOffset? next = null;
        foreach (var (delivery, until) in _until)
        {
            if (until <= now)
            {
                _until.Remove(delivery);
            }
            else if (next is null || until < next)
            {
                next = until;
            }
        }

        return next;
    }
}
