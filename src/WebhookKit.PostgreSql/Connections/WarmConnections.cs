using System.Data;
using Npgsql;

namespace WebhookKit.PostgreSql.Connections;

/// <summary>
/// A few open connections, the one used last first. The driver's pool hands out the one that has rested the longest, so that
/// work goes round all that it has ever opened, and on each of them the server plans anew and finds its caches cold.
/// </summary>
/// <remarks>Thread-safe. What has rested or served for long goes back to the pool.</remarks>
internal sealed class WarmConnections(NpgsqlDataSource dataSource, int most, TimeProvider clock) : IAsyncDisposable, IDisposable
{
    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestService = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();

    // The end is the warm one.
    private readonly List<WarmConnection> _resting = [];
    private bool _isDisposed;

    /// <summary>Takes one, or opens one.</summary>
    /// <exception cref="NpgsqlException">None could be opened.</exception>
    public async ValueTask<WarmConnection> TakeAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_resting.Count > 0)
            {
                var warm = _resting[^1];
                _resting.RemoveAt(_resting.Count - 1);
                return warm;
            }
        }

        return new WarmConnection(await dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false), clock.GetTimestamp());
    }

    /// <summary>Gives one back that is in no transaction and in good order.</summary>
    public async ValueTask ReturnAsync(WarmConnection used)
    {
        var now = clock.GetTimestamp();
        var leaving = new List<WarmConnection>();
        lock (_gate)
        {
            used.RestsSince = now;
            _resting.Add(used);
            _resting.RemoveAll(one => MustLeave(one, now) && Add(leaving, one));
            if (_resting.Count > most)
            {
                leaving.Add(_resting[0]);
                _resting.RemoveAt(0);
            }
        }

        await LetGoAsync(leaving).ConfigureAwait(false);
    }

    /// <summary>Gives one back to the pool on which something went wrong; if it is broken all others too, for what broke one has often broken all.</summary>
    public ValueTask DiscardAsync(WarmConnection used) => LetGoAsync(used.Connection.State == ConnectionState.Open ? [used] : [used, .. TakeAll()]);

    public ValueTask DisposeAsync()
    {
        _isDisposed = true;
        return LetGoAsync(TakeAll());
    }

    public void Dispose()
    {
        _isDisposed = true;
        foreach (var one in TakeAll())
        {
            one.Connection.Dispose();
        }
    }

    private bool MustLeave(WarmConnection one, long now) =>
        _isDisposed || clock.GetElapsedTime(one.RestsSince, now) > LongestRest || clock.GetElapsedTime(one.OpenedAt, now) > LongestService;

    private static bool Add(List<WarmConnection> leaving, WarmConnection one)
    {
        leaving.Add(one);
        return true;
    }

    private WarmConnection[] TakeAll()
    {
        lock (_gate)
        {
            WarmConnection[] all = [.. _resting];
            _resting.Clear();
            return all;
        }
    }

    private static async ValueTask LetGoAsync(IEnumerable<WarmConnection> leaving)
    {
        foreach (var one in leaving)
        {
            await one.Connection.DisposeAsync().ConfigureAwait(false);
        }
    }
}
