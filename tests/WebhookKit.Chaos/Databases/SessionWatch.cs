using Npgsql;

namespace WebhookKit.Chaos.Databases;

/// <summary>
/// Looks at the sessions on a PostgreSQL again and again while a scenario runs: how many each host has, and who waits for a lock
/// of a host's. It has a connection of its own, which it keeps.
/// </summary>
internal sealed class SessionWatch : IAsyncDisposable
{
    /// <summary>What the names of all hosts begin with.</summary>
    private const string Hosts = "host-%";

    private const string Look = $"""
        SELECT (SELECT COALESCE(MAX(sessions), 0)
                FROM (SELECT COUNT(*) AS sessions FROM pg_stat_activity WHERE application_name LIKE '{Hosts}' GROUP BY application_name) AS host),
               (SELECT COUNT(*)
                FROM pg_stat_activity AS waiting
                WHERE waiting.wait_event_type = 'Lock' AND waiting.application_name NOT LIKE '{Hosts}'
                    AND EXISTS (
                        SELECT FROM pg_stat_activity AS holder
                        WHERE holder.pid = ANY (pg_blocking_pids(waiting.pid)) AND holder.application_name LIKE '{Hosts}'))
        """;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private readonly NpgsqlConnection _connection;
    private readonly CancellationTokenSource _ending = new();
    private readonly Task _watching;

    private SessionWatch(NpgsqlConnection connection)
    {
        _connection = connection;
        _watching = Task.Run(WatchAsync);
    }

    public int Looks { get; private set; }

    /// <summary>The most sessions that one host had.</summary>
    public long MostOfHost { get; private set; }

    /// <summary>How often a session of somebody else's was seen that waited for a lock of a host's.</summary>
    public long Waits { get; private set; }

    public static async Task<SessionWatch> StartAsync(PostgreSqlChaosStore store)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(store.As("watch")) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        return new SessionWatch(connection);
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _watching;
        await _connection.DisposeAsync();
        _ending.Dispose();
    }

    private async Task WatchAsync()
    {
        while (!_ending.IsCancellationRequested)
        {
            await using var look = new NpgsqlCommand(Look, _connection);
            await using var reader = await look.ExecuteReaderAsync();
            await reader.ReadAsync();
            MostOfHost = Math.Max(MostOfHost, reader.GetInt64(0));
            Waits += reader.GetInt64(1);
            Looks++;
            await Task.Delay(Pause, _ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
