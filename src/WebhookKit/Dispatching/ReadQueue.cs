namespace WebhookKit.Dispatching;

/// <summary>
/// The lanes that wait to be read, those in the greatest need first. Few questions for many lanes each cost the least, and
/// lanes that are read together share the events that they have in common; so a lane that has enough waits until another
/// one has to be read. Not thread-safe.
/// </summary>
internal sealed class ReadQueue
{
    private readonly Queue<EndpointId>[] _waiting = [.. Enum.GetValues<ReadNeed>().Select(_ => new Queue<EndpointId>())];

    // What stands in a queue under another need than this one is left over, and passed over.
    private readonly Dictionary<EndpointId, ReadNeed> _needs = [];

    /// <summary>Puts a lane in, or moves it forward.</summary>
    public void Set(EndpointId lane, ReadNeed need)
    {
        if (!_needs.TryGetValue(lane, out var known) || need > known)
        {
            _needs[lane] = need;
            _waiting[(int)need].Enqueue(lane);
        }
    }

    /// <summary>Takes a lane out.</summary>
    public void Drop(EndpointId lane) => _needs.Remove(lane);

    /// <summary>Whether a lane waits in exactly this need.</summary>
    public bool Has(ReadNeed need)
    {
        var queue = _waiting[(int)need];
        while (queue.TryPeek(out var lane))
        {
            if (_needs.TryGetValue(lane, out var known) && known == need)
            {
                return true;
            }

            queue.Dequeue();
        }

        return false;
    }

    /// <summary>Takes the lane that has waited the longest in the greatest need.</summary>
    /// <param name="least">The least need that counts.</param>
    /// <param name="lane">The lane.</param>
    public bool TryTake(ReadNeed least, out EndpointId lane)
    {
        for (var need = ReadNeed.Refresh; need >= least; need--)
        {
            if (Has(need))
            {
                lane = _waiting[(int)need].Dequeue();
                return _needs.Remove(lane);
            }
        }

        lane = default;
        return false;
    }
}
