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

    /// <summary>What the lane wants of the reader.</summary>
    public LanePlan PlanAt(DateTimeOffset now)
    {
        lock (_gate)
        {
            var untilFull = _rate.UntilFull();
            return new LanePlan(
                _schedule.ReadAt(hasRoom: _buffer.HeldCount <= Capacity / 2),
                _schedule.WantsRefresh ? ReadNeed.Refresh : _buffer.NeedAt(Capacity),
                KeepUntil: untilFull > TimeSpan.Zero ? now + untilFull : null,
                IsForgettable: _buffer.HeldCount == 0 && _schedule.IsForgettableAt(now) && untilFull <= TimeSpan.Zero,
                IsLimited: _rate.WasShortWithin(LimitedFor));
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
            return new LaneRequest
            {
                Endpoint = id,
                Room = Math.Clamp(Capacity - _buffer.HeldCount, 0, maxRoom),
                After = after,
                Held = after is null ? _buffer.HeldAnd(_schedule.Aside) : [],
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
                _failures.Take(endpoint.Endpoint.FailingSince);
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

    private IReadOnlyList<QueuedDelivery> Take(LaneContents contents, IReadOnlyList<QueuedDelivery> due, long askedAt)
    {
        if (!_known.IsEnabled)
        {
            return [.. DropWaiting(), .. due];
        }

        _schedule.NoteDue(contents.NextDueAt);
        var now = storeClock.Now;
        if (_schedule.IsHeldAt(now))
        {
            // The endpoint has asked to be left alone while it was read.
            _schedule.NoteDue(now);
            _progress.Lose();
            return due;
        }

        var known = _buffer.Add(due);
        if (known.Count > 0)
        {
            // Taken, and perhaps tried, before the answer came.
            _schedule.NoteDue(now);
            _progress.Lose();
        }

        _progress.End(contents, now, askedAt);
        return known;
    }
}
