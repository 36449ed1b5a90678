namespace WebhookKit.InMemory;

/// <summary>What is queued in order, and the numbers that were used up.</summary>
internal sealed class OrderedDeliveries
{
    private readonly DeliveryGroups _queued = new(delivery => delivery.OrderingKey);
    private readonly Dictionary<(EndpointId Endpoint, string Key), (long Last, DateTimeOffset UsedAt)> _sequences = [];
    private long _position;

    public long NextPosition() => ++_position;

    public void Add(StoredDelivery delivery) => _queued.Add(delivery);

    public void Remove(StoredDelivery delivery) => _queued.Remove(delivery);

    /// <summary>The one that was queued first of those with the ordering key of a queued delivery: itself where it has none.</summary>
    public StoredDelivery HeadOf(StoredDelivery delivery) =>
        delivery.OrderingKey is { } key ? _queued.Of(delivery.Id.Endpoint, key).Min! : delivery;

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
