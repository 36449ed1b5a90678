namespace WebhookKit.Sending;

/// <summary>
/// Look-ups that wait for a thread and those that have one. Owners take turns, and no owner may hold more of the threads, or of the
/// places to wait, than it leaves free for the others. Not thread-safe.
/// </summary>
internal sealed class LookupLine(int threads, int places)
{
    private readonly Dictionary<string, Share> _owners = new(StringComparer.Ordinal);
    private readonly Queue<string> _turns = new();

    // By host: who asks for a name that has a thread shares its look-up, so that one dead name holds one thread, whoever asks.
    private readonly Dictionary<string, HostLookup> _running = new(StringComparer.OrdinalIgnoreCase);
    private int _waiting;

    /// <summary>Joins the look-up of a name, or stands in line with a new one.</summary>
    /// <returns>The look-up; null where the owner has no place left.</returns>
    public HostLookup? Join(HostQuery query)
    {
        if (_running.TryGetValue(query.Host, out var running) && running.TryJoin())
        {
            return running;
        }

        if (!_owners.TryGetValue(query.Owner, out var share))
        {
            _owners.Add(query.Owner, share = new Share());
        }

        if (share.Names.TryGetValue(query.Host, out var waiting) && waiting.TryJoin())
        {
            return waiting;
        }

        if (share.Waiting.Count >= places - _waiting)
        {
            Forget(query.Owner, share);
            return null;
        }

        var lookup = new HostLookup(query);
        share.Names[query.Host] = lookup;
        share.Waiting.Enqueue(lookup);
        _waiting++;
        if (!share.HasTurn)
        {
            share.HasTurn = true;
            _turns.Enqueue(query.Owner);
        }

        return lookup;
    }

    /// <summary>Gives the next look-up a thread.</summary>
    /// <returns>The look-up; null where there is none, or no thread for it.</returns>
    public HostLookup? Begin()
    {
        var free = threads - _running.Count;
        for (var turns = _turns.Count; turns > 0 && free > 0; turns--)
        {
            var owner = _turns.Dequeue();
            var share = _owners[owner];
            var next = share.Running < free ? Next(share) : null;
            if (share.Waiting.Count > 0)
            {
                _turns.Enqueue(owner);
            }
            else
            {
                share.HasTurn = false;
            }

            if (next is not null)
            {
                share.Running++;
                _running.Add(next.Host, next);
                return next;
            }

            Forget(owner, share);
        }

        return null;
    }

    /// <summary>The thread of a look-up has returned.</summary>
    public void End(HostLookup lookup)
    {
        _running.Remove(lookup.Host);
        var share = _owners[lookup.Owner];
        share.Running--;
        Forget(lookup.Owner, share);
    }

    private HostLookup? Next(Share share)
    {
        for (var left = share.Waiting.Count; left > 0; left--)
        {
            var lookup = share.Waiting.Dequeue();
            if (_running.ContainsKey(lookup.Host))
            {
                // Another owner's has a thread. It waits for that one, and then finds out by itself: nothing is remembered.
                share.Waiting.Enqueue(lookup);
                continue;
            }

            _waiting--;
            if (share.Names.TryGetValue(lookup.Host, out var latest) && latest == lookup)
            {
                share.Names.Remove(lookup.Host);
            }

            if (lookup.TryBegin())
            {
                return lookup;
            }
        }

        return null;
    }

    private void Forget(string owner, Share share)
    {
        if (share is { Running: 0, HasTurn: false })
        {
            _owners.Remove(owner);
        }
    }

    /// <summary>What one owner holds.</summary>
    private sealed class Share
    {
        public Queue<HostLookup> Waiting { get; } = new();

        public Dictionary<string, HostLookup> Names { get; } = new(StringComparer.OrdinalIgnoreCase);

        public int Running { get; set; }

        public bool HasTurn { get; set; }
    }
}
