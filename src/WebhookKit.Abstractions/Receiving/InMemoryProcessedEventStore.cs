namespace WebhookKit.Receiving;

/// <summary>Remembers processed events in the memory of this process, up to a number of them.</summary>
/// <remarks>
/// Thread-safe. It knows nothing of other processes and forgets everything when its own ends: the event that comes again after that, or
/// to another instance, is processed again. An event takes a few hundred bytes.
/// </remarks>
public sealed class InMemoryProcessedEventStore : IProcessedEventStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<EventKey, ProcessedEvent> _events = [];
    private readonly SortedSet<ProcessedEvent> _claimed = new(EndOrder.Instance);
    private readonly SortedSet<ProcessedEvent> _done = new(EndOrder.Instance);
    private readonly TimeProvider _timeProvider;
    private readonly int _capacity;
    private long _lastNumber;

    /// <summary>Creates a store.</summary>
    /// <param name="timeProvider">The clock that claims end and events are forgotten by.</param>
    /// <param name="capacity">
    /// How many events are remembered. When there are more, the ones that would be forgotten next are forgotten now. An event that is being
    /// processed is never among them, so that there can be as many more as are processed at once.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The capacity is not positive.</exception>
    public InMemoryProcessedEventStore(TimeProvider timeProvider, int capacity = 100_000)
    {
        ArgumentNullException.ThrowIfNull(timeProvider);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);

        _timeProvider = timeProvider;
        _capacity = capacity;
    }

    /// <summary>How many events are remembered, those that are being processed included.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _events.Count;
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask<ProcessingStart> BeginAsync(ProcessingRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentException.ThrowIfNullOrEmpty(request.Receiver);
        ArgumentNullException.ThrowIfNull(request.Sender);
        ArgumentException.ThrowIfNullOrEmpty(request.EventId);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(request.ClaimFor, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(request.RememberFor, request.ClaimFor);
        cancellationToken.ThrowIfCancellationRequested();

        lock (_lock)
        {
            return ValueTask.FromResult(Begin(request, _timeProvider.GetUtcNow()));
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> CompleteAsync(ProcessingClaim claim, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(claim);

        lock (_lock)
        {
            if (Find(claim) is not { } found)
            {
                return ValueTask.FromResult(false);
            }

            if (_claimed.Remove(found))
            {
                found.Complete();
                _done.Add(found);
            }

            return ValueTask.FromResult(true);
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> ReleaseAsync(ProcessingClaim claim, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(claim);

        lock (_lock)
        {
            if (Find(claim) is not { IsDone: false } found)
            {
                return ValueTask.FromResult(false);
            }

            Forget(found);
            return ValueTask.FromResult(true);
        }
    }

    private ProcessingStart Begin(ProcessingRequest request, DateTimeOffset now)
    {
        ForgetWhatIsOver(now);
        var key = new EventKey(request.Receiver, request.Sender, request.EventId);
        if (_events.TryGetValue(key, out var known))
        {
            if (known.IsDone)
            {
                return new ProcessingStart { State = ProcessingState.Done };
            }

            if (known.EndsAt > now)
            {
                return new ProcessingStart { State = ProcessingState.InProgress, FreeAfter = known.EndsAt - now };
            }

            Forget(known);
        }

        MakeRoom(now);
        var begun = new ProcessedEvent(key, ++_lastNumber, now + request.ClaimFor, now + request.RememberFor);
        _events.Add(key, begun);
        _claimed.Add(begun);
        return new ProcessingStart { State = ProcessingState.Begun, Claim = begun.ToClaim() };
    }

    private ProcessedEvent? Find(ProcessingClaim claim) =>
        _events.TryGetValue(new EventKey(claim.Receiver, claim.Sender, claim.EventId), out var found) && found.Number == claim.Number ? found : null;

    private void ForgetWhatIsOver(DateTimeOffset now)
    {
        while (_done.Min is { } oldest && oldest.ForgetAt <= now)
        {
            Forget(oldest);
        }

        // In the order of their claims' ends, which is nearly that of being forgotten: what is missed here is found soon after.
        while (_claimed.Min is { } oldest && oldest.ForgetAt <= now)
        {
            Forget(oldest);
        }
    }

    private void MakeRoom(DateTimeOffset now)
    {
        while (_events.Count >= _capacity)
        {
            var next = _claimed.Min is { } abandoned && abandoned.EndsAt <= now ? abandoned : _done.Min;
            if (next is null)
            {
                return;
            }

            Forget(next);
        }
    }

    private void Forget(ProcessedEvent known)
    {
        _events.Remove(known.Key);
        (known.IsDone ? _done : _claimed).Remove(known);
    }
}
