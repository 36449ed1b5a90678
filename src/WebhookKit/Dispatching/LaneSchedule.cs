namespace WebhookKit.Dispatching;

/// <summary>When a lane is to be read next, and what of it is to wait until when. Not thread-safe.</summary>
internal sealed class LaneSchedule
{
    private readonly LaneAside _aside = new();
    private DateTimeOffset? _nextDueAt;
    private DateTimeOffset _heldUntil = DateTimeOffset.MinValue;
    private bool _wantsRefresh;

    /// <summary>When to read, which may be past; null when there is nothing to read or no room for it.</summary>
    public DateTimeOffset? ReadAt(bool hasRoom)
    {
        if (_wantsRefresh)
        {
            return DateTimeOffset.MinValue;
        }

        return _nextDueAt is { } due && hasRoom ? (due > _heldUntil ? due : _heldUntil) : null;
    }

    /// <summary>Whether the endpoint is to be read even where there is no room for deliveries.</summary>
    public bool WantsRefresh => _wantsRefresh;

    /// <summary>Whether nothing here has to be kept in mind.</summary>
    public bool IsForgettableAt(DateTimeOffset now) => _aside.IsEmpty && !IsHeldAt(now);

    /// <summary>The deliveries that are set aside.</summary>
    public IReadOnlyCollection<DeliveryId> Aside => _aside.Ids;

    /// <summary>Whether the endpoint is to be left alone at a moment: it has asked for it, or its circuit is open.</summary>
    public bool IsHeldAt(DateTimeOffset now) => now < _heldUntil;

    /// <summary>Something is due, or nothing is.</summary>
    public void NoteDue(DateTimeOffset? dueAt) => _nextDueAt = _nextDueAt is null || dueAt < _nextDueAt ? dueAt : _nextDueAt;

    /// <summary>Nothing may be read before.</summary>
    public void HoldUntil(DateTimeOffset until)
    {
        _heldUntil = until > _heldUntil ? until : _heldUntil;
        NoteDue(until);
    }

    /// <summary>Whatever it was held for counts no more.</summary>
    public void LetGo() => _heldUntil = DateTimeOffset.MinValue;

    /// <summary>The lane is to be read at once, whether or not there is room for deliveries.</summary>
    public void AskForRefresh(DateTimeOffset now)
    {
        _wantsRefresh = true;
        NoteDue(now);
    }

    /// <summary>Sets deliveries aside until a moment; holds the whole lane where they are too many.</summary>
    /// <returns>Whether the rest of the lane goes on.</returns>
    public bool SetAside(IReadOnlyCollection<DeliveryId> deliveries, DateTimeOffset until)
    {
        if (_aside.TryAdd(deliveries, until))
        {
            NoteDue(until);
            return true;
        }

        HoldUntil(until);
        return false;
    }

    /// <summary>The lane is being read: what is due from now on is noted anew.</summary>
    public void Clear(DateTimeOffset now)
    {
        _nextDueAt = _aside.LetGo(now);
        _wantsRefresh = false;
    }
}
