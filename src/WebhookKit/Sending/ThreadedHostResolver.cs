using System.Net;
using System.Net.Sockets;

namespace WebhookKit.Sending;

/// <summary>
/// Resolves on a few threads of its own. The system's resolver blocks a thread for as long as a name server is silent, whatever
/// its caller cancels: on the thread pool, a few dead domains of subscribers would stop the host application.
/// </summary>
/// <param name="timeProvider">The clock.</param>
/// <param name="lookUp">Asks the system, and may block.</param>
internal sealed class ThreadedHostResolver(TimeProvider timeProvider, Func<string, IPAddress[]> lookUp) : IHostResolver, IDisposable
{
    private const int ThreadsOfEach = 8;
    private const int PlacesOfEach = 512;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(3);

    private readonly Lock _gate = new();
    private readonly QuickHosts _quickHosts = new();
    private readonly LookupLine _quick = new(ThreadsOfEach, PlacesOfEach);
    private readonly LookupLine _others = new(ThreadsOfEach, PlacesOfEach);
    private bool _isDisposed;

    public ThreadedHostResolver(TimeProvider timeProvider)
        : this(timeProvider, new SystemLookup(HostsFile.OfThisMachine()).LookUp)
    {
    }

    public async ValueTask<IReadOnlyList<IPAddress>> ResolveAsync(HostQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentException.ThrowIfNullOrEmpty(query.Host);
        cancellationToken.ThrowIfCancellationRequested();

        var lookup = Join(query) ?? throw Busy();
        try
        {
            return await lookup.Result.WaitAsync(Deadline, timeProvider, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw lookup.HasBegun ? new SocketException((int)SocketError.TimedOut) : Busy();
        }
        finally
        {
            lookup.Leave();
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
        }
    }

    private HostLookup? Join(HostQuery query)
    {
        lock (_gate)
        {
            var line = _quickHosts.Contains(query.Host) ? _quick : _others;
            var lookup = _isDisposed ? null : line.Join(query);
            while (lookup is not null && line.Begin() is { } next)
            {
                new Thread(() => Work(line, next)) { IsBackground = true, Name = "WebhookKit resolver" }.Start();
            }

            return lookup;
        }
    }

    // Whoever gave up waiting does not free the thread: that is what keeps look-ups that hang from piling up.
    private void Work(LookupLine line, HostLookup? lookup)
    {
        while (lookup is not null)
        {
            var began = timeProvider.GetTimestamp();
            lookup.Run(lookUp);
            var taken = timeProvider.GetElapsedTime(began);
            lock (_gate)
            {
                _quickHosts.Note(lookup.Host, taken);
                line.End(lookup);
                lookup = line.Begin();
            }
        }
    }

    private static SocketException Busy() => new((int)SocketError.NoBufferSpaceAvailable);
}
