using System.Collections.Concurrent;
using System.Diagnostics;
using Npgsql;
using WebhookKit.Chaos.Databases;

namespace WebhookKit.Chaos.Rigs;

/// <summary>
/// What a host does besides: small transactions on tables of its own, one after the other with a pause, each timed. Whatever slows
/// them down is not of their making: each writer has rows of its own.
/// </summary>
internal sealed class HostWrites : IAsyncDisposable
{
    private const int Writers = 4;
    private const string Tables = """
        CREATE TABLE chaos_accounts (id integer PRIMARY KEY, balance bigint NOT NULL);
        INSERT INTO chaos_accounts SELECT number, 0 FROM generate_series(0, 99) AS number;
        CREATE TABLE chaos_ledger (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, account integer NOT NULL REFERENCES chaos_accounts (id))
        """;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);
    private readonly string _connectionString;
    private readonly CancellationTokenSource _ending = new();
    private readonly Task _writing;
    private ConcurrentQueue<double> _milliseconds = new();

    private HostWrites(string connectionString)
    {
        _connectionString = connectionString;
        _writing = Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(() => WriteAsync(writer))));
    }

    public static async Task<HostWrites> StartAsync(PostgreSqlChaosStore store)
    {
        await using var connection = await StoreAccess.OpenAsync(store.Kind, store.ConnectionString);
        await StoreAccess.ExecuteAsync(connection, Tables);
        return new HostWrites(store.As("accounts"));
    }

    /// <summary>How long each transaction took since this was asked last.</summary>
    public IReadOnlyCollection<double> Take() => Interlocked.Exchange(ref _milliseconds, new ConcurrentQueue<double>());

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _writing;
        _ending.Dispose();
    }

    private async Task WriteAsync(int writer)
    {
        await using var connection = new NpgsqlConnection(_connectionString);
        await connection.OpenAsync();
        for (var write = 0; !_ending.IsCancellationRequested; write++)
        {
            var account = ("account", (object)((writer * 25) + (write % 25)));
            var startedAt = Stopwatch.GetTimestamp();
            await using (var transaction = await connection.BeginTransactionAsync())
            {
                await StoreAccess.ExecuteAsync(connection, "INSERT INTO chaos_ledger (account) VALUES (@account)", transaction, account);
                await StoreAccess.ExecuteAsync(connection, "UPDATE chaos_accounts SET balance = balance + 1 WHERE id = @account", transaction, account);
                await transaction.CommitAsync();
            }

            _milliseconds.Enqueue(Stopwatch.GetElapsedTime(startedAt).TotalMilliseconds);
            await Task.Delay(Pause, _ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
