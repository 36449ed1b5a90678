namespace WebhookKit.Alerting;

/// <summary>The keys of what was told last, so that it is not told twice. Bounded; the oldest go first. Not thread-safe.</summary>
internal sealed class RecentKeys(int most)
{
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    /// <summary>Whether the key is new; from then on it is not.</summary>
    public bool TryAdd(string key)
    {
        if (!_keys.Add(key))
        {
            return false;
        }

        _order.Enqueue(key);
        if (_order.Count > most)
        {
            _keys.Remove(_order.Dequeue());
        }

        return true;
    }
}
