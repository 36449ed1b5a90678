namespace WebhookKit.InMemory;

/// <summary>What is queued in order, and the numbers that were used up.</summary>
internal sealed class OrderedDeliveries
{
    private static readonly Comparer<StoredDelivery> ByPosition =
        Comparer<StoredDelivery>.Create(static (left, right) => left.Position.CompareTo(right.Position));

    private readonly Dictionary<(EndpointId Endpoint, string Key), SortedSet<StoredDelivery>> _queued = [];
    private readonly Dictionary<(EndpointId Endpoint, string Key), (long Last, DateTimeOffset UsedAt)> _sequences = [];
    private long _position;

    public long NextPosition() => ++_position;

    public void Add(StoredDelivery delivery)
    {
        if (delivery.OrderingKey is { } key)
        {
            if (!_queued.TryGetValue((delivery.Id.Endpoint, key), out var queued))
            {
                _queued.Add((delivery.Id.Endpoint, key), queued = new SortedSet<StoredDelivery>(ByPosition));
            }

            queued.Add(delivery);
        }
    }

    public void Remove(StoredDelivery delivery)
    {
        if (delivery.OrderingKey is { } key)
        {
            var queued = _queued[(delivery.Id.Endpoint, key)];
            queued.Remove(delivery);
            if (queued.Count == 0)
            {
                _queued.Remove((delivery.Id.Endpoint, key));
            }
        }
    }

    /// <summary>The one that was queued first of those with the ordering key of a queued delivery: itself where it has none.</summary>
    public StoredDelivery HeadOf(StoredDelivery delivery) =>
        delivery.OrderingKey is { } key ? _queued[(delivery.Id.Endpoint, key)].Min! : delivery;

    /// <summary>The number that a delivery is sent with; 0 where it has no ordering key.</summary>
    public long SequenceOf(StoredDelivery delivery) =>
        delivery.OrderingKey is { } key ? _sequences.GetValueOrDefault((delivery.Id.Endpoint, key)).Last + 1 : 0;

    /// <summary>A number is used up. Whoever records late, or again, takes nothing back.</summary>
    public void UseUp(EndpointId endpoint, string key, long sequence, DateTimeOffset at)
    {
        var (last, usedAt) = _sequences.GetValueOrDefault((endpoint, key));
        _sequences[(endpoint, key)] = (Math.Max(last, sequence), at > usedAt ? at : usedAt);
    }

    /// <summary>Removes the numbers of ordering keys that nothing was sent with for long.</summary>
    public void Purge(DateTimeOffset before, int limit)
    {
        foreach (var old in _sequences.Where(sequence => sequence.Value.UsedAt < before).Take(limit).Select(sequence => sequence.Key).ToArray())
        {
            _sequences.Remove(old);
        }
    }
}
