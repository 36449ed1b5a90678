using System.Data.Common;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using WebhookKit.Diagnostics;
using WebhookKit.Hosting;
using WebhookKit.Storage;

namespace WebhookKit.Publishing;

/// <summary>
/// Notices when the host's transactions end, so that what they published need not wait for the next poll. ADO.NET has no
/// event for it, but a transaction that has ended parts from its connection or no longer answers: a property read, no round trip.
/// </summary>
internal sealed class CommitWatch : IEnginePart
{
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(50);

    // A hint may be dropped: polling finds every delivery.
    private readonly Channel<Watched> _incoming = Channel.CreateBounded<Watched>(new BoundedChannelOptions(1024) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private readonly List<Watched> _open = [];
    private readonly IDeliverySignal _signal;
    private readonly IWebhookStore _store;
    private readonly TimeProvider _clock;
    private readonly EngineLoop _loop;
    private volatile bool _isRunning;

    public CommitWatch(IDeliverySignal signal, IWebhookStore store, TimeProvider clock, WebhookMetrics metrics, ILogger<CommitWatch> logger)
    {
        _signal = signal;
        _store = store;
        _clock = clock;
        _loop = new EngineLoop("commit watch", TurnAsync, clock, metrics, logger);
    }

    /// <summary>Says that deliveries for these endpoints become visible when the transaction commits.</summary>
    public void Watch(DbTransaction transaction, IReadOnlyCollection<EndpointId> endpoints)
    {
        // Where nothing is delivered and nobody can be told, nobody looks at them: they would only be kept in memory.
        if (_isRunning)
        {
            _incoming.Writer.TryWrite(new Watched(transaction, ConnectionOf(transaction), endpoints, _clock.GetTimestamp()));
        }
    }

    public bool RunsWithoutDelivery => _store.Notifications is not null;

    public void Start()
    {
        _isRunning = true;
        _loop.Start();
    }

    public Task StopAsync(CancellationToken deadline)
    {
        _isRunning = false;
        return _loop.StopAsync();
    }

    public void Dispose() => _loop.Dispose();

    private async Task TurnAsync(CancellationToken stopping)
    {
        if (_open.Count == 0)
        {
            await _incoming.Reader.WaitToReadAsync(stopping).ConfigureAwait(false);
        }

        while (_incoming.Reader.TryRead(out var watched))
        {
            _open.Add(watched);
        }

        _open.RemoveAll(IsOver);
        if (_open.Count > 0)
        {
            await Task.Delay(PauseFor(_open), _clock, stopping).ConfigureAwait(false);
        }
    }

    private bool IsOver(Watched watched)
    {
        // Npgsql gives the same transaction again to the next who begins one on the same session, but on a connection of his own.
        if (ConnectionOf(watched.Transaction) is not { } connection || connection != watched.Connection)
        {
            _signal.Notify(watched.Endpoints);
            return true;
        }

        return _clock.GetElapsedTime(watched.Since) > GiveUpAfter;
    }

    // Young transactions end soon: look often. Old ones may stay for long: look seldom.
    private TimeSpan PauseFor(List<Watched> open)
    {
        var pause = open.Min(watched => _clock.GetElapsedTime(watched.Since)) / 4;
        return pause < ShortestPause ? ShortestPause : pause > LongestPause ? LongestPause : pause;
    }

    private static DbConnection? ConnectionOf(DbTransaction transaction)
    {
        try
        {
            // Npgsql's keeps its connection until it is disposed of, but no longer says how isolated it is.
            _ = transaction.IsolationLevel;
            return transaction.Connection;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // A transaction that can no longer say is no longer open; at worst a lane is looked at for nothing.
            return null;
        }
    }

    private readonly record struct Watched(DbTransaction Transaction, DbConnection? Connection, IReadOnlyCollection<EndpointId> Endpoints, long Since);
}
