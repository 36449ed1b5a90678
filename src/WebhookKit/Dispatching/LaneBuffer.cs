namespace WebhookKit.Dispatching;

/// <summary>
/// What a lane has in memory: deliveries that wait for a sender, and the ids of those and of all that were taken and are not
/// settled yet. Not thread-safe.
/// </summary>
internal sealed class LaneBuffer
{
    private readonly Queue<QueuedDelivery> _waiting = new();
    private readonly HashSet<DeliveryId> _held = [];

    // One of each at a time: an answer may be older than the one that is held, or have passed over it.
    private readonly HashSet<string> _heldKeys = [];
    private readonly HashSet<string> _heldCoalescingKeys = [];

    // An answer may be older than what was settled since the question, and a question that goes on from a position does not name
    // what is held: a delivery that is under way stands behind the position where the lane was read from its head since.
    private readonly HashSet<DeliveryId> _settledWhileReading = [];
    private bool _isBeingRead;

    public int WaitingCount => _waiting.Count;

    public int HeldCount => _held.Count;

    /// <summary>Whether anything that is held has an ordering key.</summary>
    public bool HoldsKeys => _heldKeys.Count > 0;

    /// <summary>How badly a lane that may hold so many needs to be read.</summary>
    public ReadNeed NeedAt(int capacity) =>
        WaitingCount == 0 ? ReadNeed.HasNothing : WaitingCount <= capacity / 4 ? ReadNeed.RunsLow : ReadNeed.CanWait;

    /// <summary>A copy of the ids of everything in memory and of some more, to be passed over when the lane is read.</summary>
    public IReadOnlySet<DeliveryId> HeldAnd(IReadOnlyCollection<DeliveryId> others)
    {
        var held = new HashSet<DeliveryId>(_held);
        held.UnionWith(others);
        return held;
    }

    /// <summary>The lane is being read, until <see cref="EndRead"/>.</summary>
    public void BeginRead() => _isBeingRead = true;

    /// <summary>The lane has been read, or could not be.</summary>
    public void EndRead()
    {
        _isBeingRead = false;
        _settledWhileReading.Clear();
    }

    /// <summary>Adds what was read.</summary>
    /// <returns>
    /// What was held already, or settled since the question, which is not added: settling it would let go of both, and it may be
    /// there no more. And what has the coalescing key of one that is held: which of them is sent is known when that one has ended.
    /// </returns>
    public (IReadOnlyList<QueuedDelivery> Known, IReadOnlyList<QueuedDelivery> Waiting) Add(IReadOnlyList<QueuedDelivery> due)
    {
        List<QueuedDelivery>? known = null;
        List<QueuedDelivery>? waiting = null;
        foreach (var delivery in due)
        {
            if (_settledWhileReading.Contains(delivery.Id) || _held.Contains(delivery.Id))
            {
                (known ??= []).Add(delivery);
            }
            else if (delivery.CoalescingKey is { } key && _heldCoalescingKeys.Contains(key))
            {
                (waiting ??= []).Add(delivery);
            }
            else if (TryHold(delivery))
            {
                _waiting.Enqueue(delivery);
            }
            else
            {
                (known ??= []).Add(delivery);
            }
        }

        return (known ?? [], waiting ?? []);
    }

    /// <summary>Takes the next one; it stays held.</summary>
    public QueuedDelivery Take() => _waiting.Dequeue();

    /// <summary>The delivery is settled.</summary>
    public void LetGo(QueuedDelivery delivery)
    {
        Release(delivery);
        if (_isBeingRead)
        {
            _settledWhileReading.Add(delivery.Id);
        }
    }

    /// <summary>Forgets what waits, and answers it. What was taken stays held.</summary>
    public QueuedDelivery[] Drop()
    {
        QueuedDelivery[] dropped = [.. _waiting];
        _waiting.Clear();
        foreach (var delivery in dropped)
        {
            Release(delivery);
        }

        return dropped;
    }

    private bool TryHold(QueuedDelivery delivery)
    {
        if (delivery.Row.OrderingKey is { } key && !_heldKeys.Add(key))
        {
            return false;
        }

        if (delivery.CoalescingKey is { } coalescing)
        {
            _heldCoalescingKeys.Add(coalescing);
        }

        return _held.Add(delivery.Id);
    }

    private void Release(QueuedDelivery delivery)
    {
        if (!_held.Remove(delivery.Id))
        {
            return;
        }

        if (delivery.Row.OrderingKey is { } key)
        {
            _heldKeys.Remove(key);
        }

        if (delivery.CoalescingKey is { } coalescing)
        {
            _heldCoalescingKeys.Remove(coalescing);
        }
    }
}
