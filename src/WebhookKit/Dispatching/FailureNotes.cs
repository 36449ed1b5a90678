using Microsoft.Extensions.Logging;
using WebhookKit.Diagnostics;
using WebhookKit.Hosting;
using WebhookKit.Leasing;
using WebhookKit.Storage;

namespace WebhookKit.Dispatching;

/// <summary>
/// Writes down since when endpoints fail: not what passes within seconds, and all of them together, so that one that fails now and
/// then costs the database nothing. Sleeps where none fails.
/// </summary>
internal sealed partial class FailureNotes : IEnginePart
{
    /// <summary>Few, because others wait for rows that a transaction has written, where the database lets them.</summary>
    private const int MostAtOnce = 100;

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<EndpointId, DateTimeOffset?> _changes = [];
    private readonly Dictionary<EndpointId, DateTimeOffset> _written = [];
    private readonly WakeSignal _noted = new();
    private readonly IEndpointStore _store;
    private readonly OwnedPartitions _owned;
    private readonly Observers _observers;
    private readonly StoreClock _storeClock;
    private readonly TimeProvider _clock;
    private readonly ILogger<FailureNotes> _logger;
    private readonly EngineLoop _loop;

    public FailureNotes(
        IEndpointStore store, OwnedPartitions owned, Observers observers, StoreClock storeClock, TimeProvider clock, WebhookMetrics metrics, ILogger<FailureNotes> logger)
    {
        (_store, _owned, _observers, _storeClock, _clock, _logger) = (store, owned, observers, storeClock, clock, logger);
        _loop = new EngineLoop("failure notes", TurnAsync, clock, metrics, logger);
    }

    public void Start() => _loop.Start();

    public async Task StopAsync(CancellationToken deadline)
    {
        await _loop.StopAsync().ConfigureAwait(false);
        try
        {
            await WriteAsync(TakeLasting(), deadline).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // Whatever a store throws: the parts that have yet to stop must, and the next attempt of the endpoint says it again.
            Log.NotWritten(_logger, exception);
        }
    }

    public void Dispose() => _loop.Dispose();

    public void Note(StreakChange change)
    {
        lock (_gate)
        {
            if (change is { WasStored: true, Ended: { } since })
            {
                _written.TryAdd(change.Endpoint, since);
            }

            if (change.Since is null && !_written.ContainsKey(change.Endpoint))
            {
                _changes.Remove(change.Endpoint);
            }
            else if (change.Since is null || !_changes.TryGetValue(change.Endpoint, out var earlier) || earlier is null)
            {
                // A lane that was forgotten in between does not know that its endpoint has failed before.
                _changes[change.Endpoint] = change.Since;
            }
        }

        _noted.Raise();
    }

    private async Task TurnAsync(CancellationToken stopping)
    {
        await _noted.WaitAsync(stopping).ConfigureAwait(false);
        try
        {
            await Task.Delay(Every, _clock, stopping).ConfigureAwait(false);
            await WriteAsync(TakeLasting(), stopping).ConfigureAwait(false);
        }
        finally
        {
            ComeBackForTheRest();
        }
    }

    // Which has not failed for long enough, which the store did not take, or which is written and may pass to another instance.
    private void ComeBackForTheRest()
    {
        lock (_gate)
        {
            if (_changes.Count > 0 || _written.Count > 0)
            {
                _noted.Raise();
            }
        }
    }

    private async Task WriteAsync(EndpointFailure[] failures, CancellationToken cancellationToken)
    {
        for (var written = 0; written < failures.Length; written += MostAtOnce)
        {
            var some = failures[written..Math.Min(written + MostAtOnce, failures.Length)];
            try
            {
                await _store.NoteFailuresAsync(some, cancellationToken).ConfigureAwait(false);
            }
            catch
            {
                PutBack(failures[written..]);
                throw;
            }

            Array.ForEach(some, Tell);
        }
    }

    private EndpointFailure[] TakeLasting()
    {
        lock (_gate)
        {
            // What others send to now, they know more about.
            foreach (var endpoint in _written.Keys.Where(endpoint => _owned.LeaseOn(endpoint.Partition) is null).ToArray())
            {
                _written.Remove(endpoint);
            }

            foreach (var endpoint in _changes.Keys.Where(endpoint => _owned.LeaseOn(endpoint.Partition) is null).ToArray())
            {
                _changes.Remove(endpoint);
            }

            var latest = _storeClock.Now - Least;
            EndpointFailure[] lasting =
            [
                .. _changes.Where(change => change.Value is null || change.Value <= latest)
                    .Select(change => new EndpointFailure(change.Key, change.Value)),
            ];
            foreach (var (endpoint, since) in lasting)
            {
                _changes.Remove(endpoint);
                if (since is { } start)
                {
                    _written[endpoint] = start; // before it is: who works again meanwhile has to be written, too
                }
            }

            return lasting;
        }
    }

    private void PutBack(EndpointFailure[] failures)
    {
        lock (_gate)
        {
            foreach (var (endpoint, since) in failures)
            {
                _changes.TryAdd(endpoint, since);
            }
        }
    }

    private void Tell(EndpointFailure written)
    {
        if (written.Since is { } since)
        {
            _observers.Failing(written.Endpoint, since);
            return;
        }

        bool wasKnown;
        DateTimeOffset failingSince;
        lock (_gate)
        {
            wasKnown = _written.Remove(written.Endpoint, out failingSince);
        }

        if (wasKnown)
        {
            _observers.Recovered(written.Endpoint, failingSince);
        }
    }
}
