using System.Diagnostics;
using Npgsql;
using WebhookKit.Chaos.Databases;
using WebhookKit.TestServers;

namespace WebhookKit.Chaos.Tests.Databases;

/// <summary>Scenarios hold that nobody waits for a lock of a host's: the watch must be able to see it.</summary>
public sealed class SessionWatchTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Test]
    public async Task Who_waits_for_a_lock_of_a_hosts_is_seen_and_who_waits_for_another_is_not()
    {
        await using var store = await StartAsync();
        await using var watch = await SessionWatch.StartAsync(store);
        await using var orders = await OpenAsync(store, "orders");
        await StoreAccess.ExecuteAsync(orders, "CREATE TABLE mine (id integer)");

        await WaitForEachOtherAsync(store, "reports", "orders", until: () => watch.Looks > 10);
        var before = watch.Waits;
        await WaitForEachOtherAsync(store, "host-1", "orders", until: () => watch.Waits > 0);

        Assert.That(before, Is.Zero);
        Assert.That(watch.Waits, Is.Positive);
        Assert.That(watch.MostOfHost, Is.EqualTo(1));
    }

    private static async Task<PostgreSqlChaosStore> StartAsync()
    {
        try
        {
            return await PostgreSqlChaosStore.StartAsync(mostConnections: 20);
        }
        catch (ServerMissingException exception) when (Environment.GetEnvironmentVariable("CI") is null)
        {
            Assert.Ignore(exception.Message);
            throw;
        }
    }

    /// <summary>One session holds a lock that another wants, until something is seen.</summary>
    private static async Task WaitForEachOtherAsync(PostgreSqlChaosStore store, string holds, string waits, Func<bool> until)
    {
        await using var holder = await OpenAsync(store, holds);
        await using var waiter = await OpenAsync(store, waits);
        await using var transaction = await holder.BeginTransactionAsync();
        await StoreAccess.ExecuteAsync(holder, "LOCK TABLE mine IN SHARE MODE", transaction);
        var waiting = StoreAccess.ExecuteAsync(waiter, "INSERT INTO mine VALUES (1)");
        for (var patience = Stopwatch.StartNew(); !until() && patience.Elapsed < Patience;)
        {
            await Task.Delay(10);
        }

        await transaction.RollbackAsync();
        await waiting;
    }

    private static async Task<NpgsqlConnection> OpenAsync(PostgreSqlChaosStore store, string name)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(store.As(name)) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }
}
