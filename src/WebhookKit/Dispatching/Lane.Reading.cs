using WebhookKit.Storage;

namespace WebhookKit.Dispatching;

/// <content>What the reader does with a lane: plans when to read it, asks, and fills it.</content>
internal sealed partial class Lane
{
    /// <summary>For so long after a request had to wait for the rate limit, what is overdue is taken to wait for it.</summary>
    private static readonly TimeSpan LimitedFor = TimeSpan.FromSeconds(30);

    public void NoteDue(DateTimeOffset dueAt)
    {
        lock (_gate)
        {
            _schedule.NoteDue(dueAt);
        }
    }

    /// <summary>The store has found something due, or soon to be, and nothing that keeps it.</summary>
    /// <param name="dueAt">When.</param>
    /// <param name="dueBy">Until when the circuit does not keep it.</param>
    /// <param name="now">The moment.</param>
    public void Found(DateTimeOffset dueAt, DateTimeOffset dueBy, DateTimeOffset now)
    {
        lock (_gate)
        {
            _schedule.NoteDue(dueAt);
            if (_circuit.Current?.IsOpenAt(dueBy) == true)
            {
                // Somebody has closed it, or it is not stored yet that it has opened.
                _schedule.AskForRefresh(now);
            }
        }
    }

    /// <summary>What the lane wants of the reader.</summary>
    public LanePlan PlanAt(DateTimeOffset now)
    {
        lock (_gate)
        {
            var (full, forgettable) = (_rate.UntilFull(), _circuit.UntilForgettable);
            var toKeep = full > forgettable ? full : forgettable;
            return new LanePlan(
                _schedule.ReadAt(hasRoom: _buffer.HeldCount <= Capacity / 2),
                _schedule.WantsRefresh ? ReadNeed.Refresh : _buffer.NeedAt(Capacity),
                KeepUntil: toKeep > TimeSpan.Zero ? now + toKeep : null,
                IsForgettable: _buffer.HeldCount == 0 && _schedule.IsForgettableAt(now) && toKeep <= TimeSpan.Zero,
                IsKept: _rate.WasShortWithin(LimitedFor) || Pace?.WasShortWithin(LimitedFor) == true || _circuit.Current is not null || _schedule.IsHeldAt(now) || _blocked.IsAny);
        }
    }

    /// <summary>What was read and is to be moved back in the store, because it waits for others.</summary>
    public IReadOnlyList<Postponement> TakePostponed()
    {
        lock (_gate)
        {
            return _blocked.TakePostponed();
        }
    }

    /// <summary>Reading failed: whatever was asked for is still wanted.</summary>
    public void ReadFailed(DateTimeOffset now)
    {
        lock (_gate)
        {
            _buffer.EndRead();
            _schedule.AskForRefresh(now);
        }
    }

    /// <summary>Passes deliveries over for a while that cannot be sent or settled; the whole lane where they are many.</summary>
    /// <returns>What the lane dropped.</returns>
    public IReadOnlyList<QueuedDelivery> SetAside(IReadOnlyCollection<DeliveryId> deliveries, DateTimeOffset until)
    {
        lock (_gate)
        {
            _progress.Lose();
            return _schedule.SetAside(deliveries, until) ? [] : DropWaiting();
        }
    }

    /// <summary>What to ask the store for. Until <see cref="Fill"/>, new due times are only added.</summary>
    public LaneRequest ToRequest(int maxRoom, DateTimeOffset now)
    {
        lock (_gate)
        {
            _schedule.Clear(now);
            _buffer.BeginRead();
            var after = _progress.Begin();
            _blocked.Begin(isFromHead: after is null);
            return new LaneRequest
            {
                Endpoint = id,
                Room = _schedule.IsHeldAt(now) ? 0 : Math.Clamp(Capacity - _buffer.HeldCount, 0, maxRoom),
                After = after,

                // Behind a position is nothing that is held, but the first of an ordering key is answered with whatever waits for it.
                Held = after is null || _buffer.HoldsKeys ? _buffer.HeldAnd(_schedule.Aside) : [],
                KnownRevision = _known.Endpoint?.Revision,
            };
        }
    }

    /// <summary>Takes over what the store answered.</summary>
    /// <param name="contents">The answer.</param>
    /// <param name="due">Its deliveries with their events.</param>
    /// <param name="endpoint">The endpoint where it has changed.</param>
    /// <param name="askedAt">The clock's timestamp from before the question.</param>
    /// <returns>What the lane dropped or did not take, because the endpoint takes no deliveries any more.</returns>
    public IReadOnlyList<QueuedDelivery> Fill(LaneContents contents, IReadOnlyList<QueuedDelivery> due, LaneEndpoint? endpoint, long askedAt)
    {
        lock (_gate)
        {
            _known.Answered(contents, endpoint, askedAt);
            if (endpoint is not null)
            {
                (Owner, Pace) = (endpoint.Endpoint.Owner, endpoint.OwnerPace);
                _failures.Take(endpoint.Endpoint.FailingSince);
                TakeCircuit(endpoint);
            }

            if (_rate.Set(_known.Endpoint?.Endpoint.RateLimit) && _isAside)
            {
                // It stood aside for a limit that is no more, and may have to wait less.
                _isInLine = _isAside = false;
            }

            var left = Take(contents, due, askedAt);
            _buffer.EndRead();
            return left;
        }
    }

    private void TakeCircuit(LaneEndpoint endpoint)
    {
        if (_circuit.Take(endpoint.Endpoint.Circuit, endpoint.CircuitInterventions))
        {
            _window.Narrow();
            FollowCircuit();
        }
    }

    private void FollowCircuit()
    {
        if (_circuit.Current is { } circuit)
        {
            _schedule.HoldUntil(circuit.OpenUntil);
        }
        else
        {
            // By hand, or because the endpoint works: whatever it has asked for before counts no more.
            _schedule.LetGo();
        }
    }

    private IReadOnlyList<QueuedDelivery> Take(LaneContents contents, IReadOnlyList<QueuedDelivery> due, long askedAt)
    {
        if (!_known.IsEnabled)
        {
            return [.. DropWaiting(), .. due];
        }

        var now = storeClock.Now;
        var next = _blocked.Take(contents, IsStrict, now);
        if (_schedule.IsHeldAt(now))
        {
            // The endpoint has asked to be left alone while it was read, or its circuit was opened.
            _schedule.NoteDue(next);
            _schedule.NoteDue(now);
            return [.. DropWaiting(), .. due];
        }

        var (known, waiting) = _buffer.Add(due);
        _schedule.NoteDue(_blocked.PassOver(waiting.Count, next));
        if (known.Count > 0)
        {
            // Taken, and perhaps tried, before the answer came.
            _schedule.NoteDue(now);
            _progress.Lose();
        }

        _progress.End(contents, now, askedAt);
        return waiting.Count == 0 ? known : [.. known, .. waiting];
    }
}
