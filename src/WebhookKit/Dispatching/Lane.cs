using WebhookKit.Leasing;
using WebhookKit.Pacing;
using WebhookKit.Storage;

namespace WebhookKit.Dispatching;

/// <summary>
/// The deliveries of one endpoint that this instance has in memory, and what it knows of the rest. Thread-safe: the reader
/// fills it, senders take from it, the recorder settles what was sent.
/// </summary>
internal sealed partial class Lane(EndpointId id, PartitionLease lease, long leasedAt, DispatchOptions options, StoreClock storeClock, TimeProvider clock)
{
    /// <summary>What an endpoint's rate limit lets through in this time is worth reading ahead: the rest would keep others' from memory.</summary>
    private static readonly TimeSpan ReadAheadTime = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly LaneBuffer _buffer = new();
    private readonly LaneSchedule _schedule = new();
    private readonly LaneWindow _window = new(options.MaxConcurrencyPerEndpoint);
    private readonly KnownEndpoint _known = new(clock);
    private readonly LaneProgress _progress = new(clock);
    private readonly LaneBlocked _blocked = new();
    private readonly LaneRate _rate = new(clock, leasedAt);
    private readonly LaneCircuit _circuit = new(options.Circuit, clock);
    private readonly FailureStreak _failures = new();
    private int _inFlight;
    private bool _isInLine;
    private bool _isAside;

    public EndpointId Id => id;

    /// <summary>The owner of the endpoint; empty until it has been read.</summary>
    public string Owner { get; private set; } = "";

    /// <summary>The rate limit of its owner; null for none.</summary>
    public OwnerPace? Pace { get; private set; }

    /// <summary>The lease under which everything in the lane was read.</summary>
    public PartitionLease Lease => lease;

    /// <summary>Forgets what was read ahead, because the lane has passed to another instance.</summary>
    public IReadOnlyList<QueuedDelivery> Drop()
    {
        lock (_gate)
        {
            return DropWaiting();
        }
    }

    private QueuedDelivery[] DropWaiting()
    {
        _progress.Lose();
        return _buffer.Drop();
    }

    private bool IsStrict => _known.Endpoint is { IsStrict: true };
    private int Capacity => IsStrict ? 1 : Math.Min(_window.ReadAhead, Math.Min(_rate.MostWithin(ReadAheadTime), Pace?.MostWithin(ReadAheadTime) ?? int.MaxValue));
    private bool HasWork => _buffer.WaitingCount > 0 && _inFlight < _window.Size && _known.IsEnabled;
}
