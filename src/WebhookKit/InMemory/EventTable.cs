using System.Diagnostics.CodeAnalysis;

namespace WebhookKit.InMemory;

/// <summary>Events by id and by idempotency key, and those that nothing refers to.</summary>
internal sealed class EventTable
{
    private readonly Dictionary<EventId, StoredEvent> _events = [];
    private readonly Dictionary<(string Owner, string Key), StoredEvent> _byKey = [];
    private readonly HashSet<StoredEvent> _unreferenced = [];

    /// <summary>Every event, in no order.</summary>
    public IReadOnlyCollection<StoredEvent> All => _events.Values;

    /// <summary>Events that no delivery refers to.</summary>
    public IReadOnlyCollection<StoredEvent> Unreferenced => _unreferenced;

    public bool TryGet(EventId id, [MaybeNullWhen(false)] out StoredEvent stored) => _events.TryGetValue(id, out stored);

    public bool TryGetByKey(string owner, string key, [MaybeNullWhen(false)] out StoredEvent stored) =>
        _byKey.TryGetValue((owner, key), out stored);

    public StoredEvent Add(WebhookEvent source)
    {
        var stored = new StoredEvent(source);
        _events.Add(source.Id, stored);
        if (source.IdempotencyKey is { } key)
        {
            // Whoever had it before has given it up.
            _byKey[(source.Owner, key)] = stored;
        }

        _unreferenced.Add(stored);
        return stored;
    }

    public void Refer(StoredEvent stored)
    {
        stored.References++;
        _unreferenced.Remove(stored);
    }

    public void Release(StoredEvent stored)
    {
        if (--stored.References == 0)
        {
            _unreferenced.Add(stored);
        }
    }

    public void Remove(StoredEvent stored)
    {
        _unreferenced.Remove(stored);
        _events.Remove(stored.Event.Id);
        if (stored.Event.IdempotencyKey is { } key && TryGetByKey(stored.Event.Owner, key, out var holder) && holder == stored)
        {
            _byKey.Remove((stored.Event.Owner, key));
        }
    }
}
