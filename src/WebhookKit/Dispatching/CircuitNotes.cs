using Microsoft.Extensions.Logging;
using WebhookKit.Diagnostics;
using WebhookKit.Hosting;
using WebhookKit.Leasing;
using WebhookKit.Storage;

namespace WebhookKit.Dispatching;

/// <summary>
/// Stores what becomes of circuits, all that have changed within a second together, and tells whoever wants to know. Sleeps where none
/// changes.
/// </summary>
internal sealed partial class CircuitNotes : IEnginePart
{
    /// <summary>Few, because others wait for rows that a transaction has written, where the database lets them.</summary>
    private const int MostAtOnce = 100;

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LastChance = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly Dictionary<EndpointId, Pending> _latest = [];
    private readonly WakeSignal _noted = new();
    private readonly IEndpointStore _store;
    private readonly OwnedPartitions _owned;
    private readonly Observers _observers;
    private readonly WebhookMetrics _metrics;
    private readonly TimeProvider _clock;
    private readonly ILogger<CircuitNotes> _logger;
    private readonly EngineLoop _loop;

    public CircuitNotes(
        IEndpointStore store, OwnedPartitions owned, Observers observers, TimeProvider clock, WebhookMetrics metrics, ILogger<CircuitNotes> logger)
    {
        (_store, _owned, _observers, _metrics, _clock, _logger) = (store, owned, observers, metrics, clock, logger);
        _loop = new EngineLoop("circuit notes", TurnAsync, clock, metrics, logger);
    }

    public void Start() => _loop.Start();

    public async Task StopAsync(CancellationToken deadline)
    {
        // Endpoints that hang are those that may have taken all of the time there was.
        await _loop.StopAsync().ConfigureAwait(false);
        using var lastChance = new CancellationTokenSource(LastChance, _clock);
        try
        {
            await WriteAsync(lastChance.Token).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // Whatever a store throws: the parts that have yet to stop must. Whoever sends to the endpoints next finds out again.
            Log.NotWritten(_logger, exception);
        }
    }

    public void Dispose() => _loop.Dispose();

    /// <summary>Notes what is to be stored. The latest of an endpoint counts.</summary>
    /// <param name="note">The note.</param>
    /// <param name="lease">The lease under which it was sent to. What others send to by then, they know more about.</param>
    /// <param name="openedAt">Since when the circuit was not closed before; null where it was.</param>
    public void Note(CircuitNote note, PartitionLease lease, DateTimeOffset? openedAt)
    {
        lock (_gate)
        {
            var opens = note.Circuit is not null
                && (note.Circuit.Openings == 1 || (_latest.TryGetValue(note.Endpoint, out var earlier) && earlier.Opens));
            _latest[note.Endpoint] = new Pending(note, lease, opens, openedAt);
        }

        _noted.Raise();
    }

    private async Task TurnAsync(CancellationToken stopping)
    {
        await _noted.WaitAsync(stopping).ConfigureAwait(false);
        try
        {
            await Task.Delay(Every, _clock, stopping).ConfigureAwait(false);
            await WriteAsync(stopping).ConfigureAwait(false);
        }
        finally
        {
            ComeBackForTheRest();
        }
    }

    // Which the store did not take, or which waits for its lease.
    private void ComeBackForTheRest()
    {
        lock (_gate)
        {
            if (_latest.Count > 0)
            {
                _noted.Raise();
            }
        }
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        while (Some() is { Length: > 0 } some)
        {
            await _store.NoteCircuitsAsync(Array.ConvertAll(some, pending => pending.Note), cancellationToken).ConfigureAwait(false);
            Forget(some);
            Array.ForEach(some, Tell);
        }
    }

    private Pending[] Some()
    {
        lock (_gate)
        {
            foreach (var endpoint in _latest.Where(pending => _owned.HasLost(pending.Value.Lease)).Select(pending => pending.Key).ToArray())
            {
                _latest.Remove(endpoint);
            }

            // Others wait while this instance cannot be sure of their leases: they are renewed, or lost.
            return [.. _latest.Values.Where(pending => _owned.Holds(pending.Lease)).Take(MostAtOnce)];
        }
    }

    private void Forget(Pending[] written)
    {
        lock (_gate)
        {
            foreach (var pending in written.Where(pending => _latest.TryGetValue(pending.Note.Endpoint, out var latest) && latest == pending))
            {
                _latest.Remove(pending.Note.Endpoint);
            }
        }
    }

    private void Tell(Pending pending)
    {
        var note = pending.Note;
        if (note.Circuit is null)
        {
            Log.Closed(_logger, note.Endpoint);
            _observers.CircuitClosed(note.Endpoint, pending.OpenedAt ?? default);
        }
        else if (pending.Opens)
        {
            Log.Opened(_logger, note.Endpoint, note.Circuit.OpenUntil);
            _metrics.CircuitOpened();
            _observers.CircuitOpened(note.Endpoint, note.Circuit);
        }
    }

    /// <param name="Note">What is to be stored.</param>
    /// <param name="Lease">The lease under which it was sent to.</param>
    /// <param name="Opens">Whether the circuit was closed as far as others know.</param>
    /// <param name="OpenedAt">Since when the circuit was not closed before; null where it was.</param>
    private readonly record struct Pending(CircuitNote Note, PartitionLease Lease, bool Opens, DateTimeOffset? OpenedAt);
}
