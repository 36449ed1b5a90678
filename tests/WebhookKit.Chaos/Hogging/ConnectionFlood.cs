using System.Diagnostics;
using Npgsql;

namespace WebhookKit.Chaos.Hogging;

/// <summary>
/// Others that take every connection the server has, and each that becomes free, while the sessions of the hosts are ended again
/// and again: whoever needs a new one gets none.
/// </summary>
internal static class ConnectionFlood
{
    private const string EndHosts = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'host-%'";
    private const int AtOnce = 4;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    /// <returns>How many connections were taken, and how often the server had none left.</returns>
    public static async Task<(int Taken, int Refused)> RunAsync(string connectionString, TimeSpan time, CancellationToken ending)
    {
        var taken = new List<NpgsqlConnection>();
        var refused = 0;
        try
        {
            // The time counts from when the server has none left.
            for (long? since = null; since is not { } full || Stopwatch.GetElapsedTime(full) < time;)
            {
                var opened = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => TryOpenAsync(connectionString, ending)));
                taken.AddRange(opened.OfType<NpgsqlConnection>());
                if (opened.Contains(null))
                {
                    since ??= Stopwatch.GetTimestamp();
                    refused++;
                    await using var end = new NpgsqlCommand(EndHosts, taken[0]);
                    await end.ExecuteNonQueryAsync(ending);
                    await Task.Delay(Pause, ending);
                }
            }

            return (taken.Count, refused);
        }
        finally
        {
            foreach (var connection in taken)
            {
                await connection.DisposeAsync();
            }
        }
    }

    private static async Task<NpgsqlConnection?> TryOpenAsync(string connectionString, CancellationToken ending)
    {
        var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, ApplicationName = "flood" }.ConnectionString);
        try
        {
            await connection.OpenAsync(ending);
            return connection;
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.TooManyConnections)
        {
            await connection.DisposeAsync();
            return null;
        }
    }
}
