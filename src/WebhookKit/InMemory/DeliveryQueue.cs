using WebhookKit.Storage;

namespace WebhookKit.InMemory;

/// <summary>What is pending, lane by lane. Lanes without anything queued take no room and no time.</summary>
internal sealed class DeliveryQueue
{
    private static readonly Comparer<StoredDelivery> ByDueTimeThenKey = Comparer<StoredDelivery>.Create(
        static (left, right) => left.DueAt.CompareTo(right.DueAt) is var byTime and not 0 ? byTime : left.Id.Key.CompareTo(right.Id.Key));

    private readonly Dictionary<EndpointId, SortedSet<StoredDelivery>>[] _partitions =
        [.. Enumerable.Range(0, EndpointId.PartitionCount).Select(_ => new Dictionary<EndpointId, SortedSet<StoredDelivery>>())];

    public IEnumerable<SortedSet<StoredDelivery>> All => _partitions.SelectMany(lanes => lanes.Values);

    public IReadOnlyDictionary<EndpointId, SortedSet<StoredDelivery>> Lanes(int partition) => _partitions[partition];

    /// <summary>What is queued for an endpoint behind a position, or all of it, in order.</summary>
    public IEnumerable<StoredDelivery> Of(EndpointId endpoint, LanePosition? after = null) =>
        !_partitions[endpoint.Partition].TryGetValue(endpoint, out var lane) ? [] : after is { } position ? lane.SkipWhile(one => !IsBehind(one, position)) : lane;

    public void Add(StoredDelivery delivery)
    {
        var lanes = _partitions[delivery.Id.Endpoint.Partition];
        if (!lanes.TryGetValue(delivery.Id.Endpoint, out var lane))
        {
            lanes.Add(delivery.Id.Endpoint, lane = new SortedSet<StoredDelivery>(ByDueTimeThenKey));
        }

        lane.Add(delivery);
    }

    public void Remove(StoredDelivery delivery)
    {
        var lanes = _partitions[delivery.Id.Endpoint.Partition];
        var lane = lanes[delivery.Id.Endpoint];
        lane.Remove(delivery);
        if (lane.Count == 0)
        {
            lanes.Remove(delivery.Id.Endpoint);
        }
    }

    public void Move(StoredDelivery delivery, DateTimeOffset dueAt)
    {
        Remove(delivery);
        delivery.DueAt = dueAt;
        Add(delivery);
    }

    private static bool IsBehind(StoredDelivery delivery, LanePosition position) =>
        delivery.DueAt > position.DueAt || (delivery.DueAt == position.DueAt && delivery.Id.Key.CompareTo(position.Key) > 0);
}
