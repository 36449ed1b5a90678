namespace WebhookKit.InMemory;

/// <summary>What is queued for an endpoint with the same key, in the order in which it was queued. Groups without anything queued take no room.</summary>
/// <param name="keyOf">The key of a delivery; null for none.</param>
internal sealed class DeliveryGroups(Func<StoredDelivery, string?> keyOf)
{
    private static readonly Comparer<StoredDelivery> ByPosition =
        Comparer<StoredDelivery>.Create(static (left, right) => left.Position.CompareTo(right.Position));

    private readonly Dictionary<(EndpointId Endpoint, string Key), SortedSet<StoredDelivery>> _groups = [];

    /// <summary>The group with a key, which may be empty.</summary>
    public SortedSet<StoredDelivery> Of(EndpointId endpoint, string key) => _groups.GetValueOrDefault((endpoint, key)) ?? [];

    public void Add(StoredDelivery delivery)
    {
        if (keyOf(delivery) is { } key)
        {
            if (!_groups.TryGetValue((delivery.Id.Endpoint, key), out var group))
            {
                _groups.Add((delivery.Id.Endpoint, key), group = new SortedSet<StoredDelivery>(ByPosition));
            }

            group.Add(delivery);
        }
    }

    public void Remove(StoredDelivery delivery)
    {
        if (keyOf(delivery) is { } key)
        {
            var group = _groups[(delivery.Id.Endpoint, key)];
            group.Remove(delivery);
            if (group.Count == 0)
            {
                _groups.Remove((delivery.Id.Endpoint, key));
            }
        }
    }
}
