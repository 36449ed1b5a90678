using Microsoft.Extensions.Logging;
using WebhookKit.Diagnostics;
using WebhookKit.Hosting;
using WebhookKit.Leasing;
using WebhookKit.Storage;

namespace WebhookKit.Dispatching;

/// <summary>Stores what becomes of circuits, all that have changed within a second together, and tells whoever wants to know.</summary>
internal sealed partial class CircuitNotes : IEnginePart
{
    /// <summary>Few, because others wait for rows that a transaction has written, where the database lets them.</summary>
    private const int MostAtOnce = 100;

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<EndpointId, CircuitNote> _latest = [];
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
        await _loop.StopAsync().ConfigureAwait(false);
        try
        {
            await WriteAsync(deadline).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // Whatever a store throws: the parts that have yet to stop must. Whoever sends to the endpoints next finds out again.
            Log.NotWritten(_logger, exception);
        }
    }

    public void Dispose() => _loop.Dispose();

    /// <summary>Notes what is to be stored. The latest of an endpoint counts.</summary>
    public void Note(CircuitNote note)
    {
        lock (_gate)
        {
            _latest[note.Endpoint] = note;
        }
    }

    private async Task TurnAsync(CancellationToken stopping)
    {
        await Task.Delay(Every, _clock, stopping).ConfigureAwait(false);
        await WriteAsync(stopping).ConfigureAwait(false);
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        while (Some() is { Length: > 0 } notes)
        {
            await _store.NoteCircuitsAsync(notes, cancellationToken).ConfigureAwait(false);
            Forget(notes);
            foreach (var note in notes)
            {
                Tell(note);
            }
        }
    }

    private CircuitNote[] Some()
    {
        lock (_gate)
        {
            // What others send to now, they know more about.
            foreach (var endpoint in _latest.Keys.Where(endpoint => _owned.LeaseOn(endpoint.Partition) is null).ToArray())
            {
                _latest.Remove(endpoint);
            }

            return [.. _latest.Values.Take(MostAtOnce)];
        }
    }

    private void Forget(CircuitNote[] written)
    {
        lock (_gate)
        {
            foreach (var note in written.Where(note => _latest.TryGetValue(note.Endpoint, out var latest) && latest == note))
            {
                _latest.Remove(note.Endpoint);
            }
        }
    }

    private void Tell(CircuitNote note)
    {
        if (note.Circuit is null)
        {
            Log.Closed(_logger, note.Endpoint);
            _observers.CircuitClosed(note.Endpoint);
        }
        else if (note.Circuit.Openings == 1)
        {
            Log.Opened(_logger, note.Endpoint, note.Circuit.OpenUntil);
            _metrics.CircuitOpened();
            _observers.CircuitOpened(note.Endpoint, note.Circuit);
        }
    }
}
