using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace WebhookKit.Sending;

/// <summary>
/// Resolves on a few threads of its own. The system's resolver blocks a thread for as long as a name server is silent, whatever
/// its caller cancels: on the thread pool, a few dead domains of subscribers would stop the host application.
/// </summary>
internal sealed class ThreadedHostResolver(TimeProvider timeProvider) : IHostResolver, IDisposable
{
    private const int MostThreads = 8;
    private const int LongestQueue = 512;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(3);

    private readonly BlockingCollection<HostLookup> _queue = new(LongestQueue);

    // Who asks for a name that is being looked up shares that look-up, so that one dead domain holds one thread, not all of them.
    // It leaves here when its thread returns: nothing is remembered.
    private readonly ConcurrentDictionary<string, HostLookup> _running = new(StringComparer.OrdinalIgnoreCase);
    private int _threads;

    public async ValueTask<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(host);

        var lookup = Join(host);
        try
        {
            return await lookup.Result.WaitAsync(Deadline, timeProvider, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new SocketException((int)SocketError.TimedOut);
        }
        finally
        {
            lookup.Leave();
        }
    }

    public void Dispose() => _queue.CompleteAdding();

    private HostLookup Join(string host)
    {
        while (true)
        {
            if (_running.TryGetValue(host, out var running) && running.TryJoin())
            {
                return running;
            }

            var lookup = new HostLookup(host);
            if (running is null ? _running.TryAdd(host, lookup) : _running.TryUpdate(host, lookup, running))
            {
                Enqueue(lookup);
                return lookup;
            }
        }
    }

    private void Enqueue(HostLookup lookup)
    {
        if (_queue.IsAddingCompleted || !_queue.TryAdd(lookup))
        {
            Forget(lookup);
            lookup.Fail(new SocketException((int)SocketError.NoBufferSpaceAvailable));
            return;
        }

        if (Volatile.Read(ref _threads) < MostThreads && Interlocked.Increment(ref _threads) <= MostThreads)
        {
            new Thread(Work) { IsBackground = true, Name = "WebhookKit resolver" }.Start();
        }
    }

    private void Work()
    {
        foreach (var lookup in _queue.GetConsumingEnumerable())
        {
            lookup.Run();
            Forget(lookup);
        }
    }

    private void Forget(HostLookup lookup) => _running.TryRemove(KeyValuePair.Create(lookup.Host, lookup));
}
