using System.Diagnostics;
using Npgsql;
using WebhookKit.Chaos.Databases;
using WebhookKit.Chaos.Delivering;
using WebhookKit.Chaos.Processes;
using WebhookKit.TestServers;

namespace WebhookKit.Chaos.Injecting;

/// <summary>Does to processes and databases what machines and operators do, and writes it down. Signals go to our own children only.</summary>
internal sealed class Nemesis(FaultLog log, StateReader reader)
{
    /// <summary>SIGKILL.</summary>
    public async Task KillAsync(HostProcess host)
    {
        await host.Process.KillAsync();
        log.Add(new Fault(host.Instance, Stopwatch.GetTimestamp()));
        log.Count("SIGKILL");
    }

    /// <summary>
    /// SIGSTOP. What the process has sent to the database by then may still be committed, and counts as recorded. What it has sent to the
    /// receiver may still be read there, when that gets the machine, and counts as under way; so does what it had begun and not sent.
    /// </summary>
    public async Task PauseAsync(HostProcess host)
    {
        host.Process.Send(Signal.Stop);
        var stoppedAt = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        await Task.Delay(TimeSpan.FromMilliseconds(100));
        var recorded = await reader.ReadRecordedAsync();
        log.Add(new Fault(host.Instance, Stopwatch.GetTimestamp(), recorded, StoppedAt: stoppedAt));
        log.Count("SIGSTOP");
    }

    /// <summary>SIGCONT.</summary>
    public void Resume(HostProcess host)
    {
        host.Process.Send(Signal.Continue);
        log.Count("SIGCONT");
    }

    /// <summary>SIGTERM: what an orchestrator sends. No reason to repeat anything.</summary>
    public void Terminate(HostProcess host)
    {
        host.Process.Send(Signal.Terminate);
        log.Count("SIGTERM");
    }

    /// <summary>Ends all sessions that others have on the database.</summary>
    public async Task TerminateBackendsAsync(PostgreSqlChaosStore store, IReadOnlyList<HostProcess> hosts)
    {
        var name = new NpgsqlConnectionStringBuilder(store.ConnectionString).Database;
        var recorded = await reader.ReadRecordedAsync();
        await store.Cluster.ExecuteAsync($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}' AND pid <> pg_backend_pid()");
        await NoteCutAsync(hosts, recorded);
        log.Count("pg_terminate_backend");
    }

    /// <summary>Ends the server as if it had crashed, and starts it again.</summary>
    public async Task CrashDatabaseAsync(PostgreSqlChaosStore store, IReadOnlyList<HostProcess> hosts)
    {
        var recorded = await reader.ReadRecordedAsync();
        await store.Cluster.RestartAsync(immediate: true);
        await NoteCutAsync(hosts, recorded);
        log.Count("immediate shutdown");
    }

    public async Task StopDatabaseAsync(PostgreSqlChaosStore store)
    {
        await store.Cluster.StopAsync();
        NpgsqlConnection.ClearAllPools();
        log.Count("database down");
    }

    public async Task StartDatabaseAsync(PostgreSqlChaosStore store)
    {
        await store.Cluster.StartAsync();
        log.Count("database up");
    }

    /// <summary>
    /// Sets the clock of the database. Leases that end by it end before their owners know: what these begin until they have
    /// renewed may be repeated.
    /// </summary>
    public async Task SetClockAsync(ServerClock clock, TimeSpan ahead, IReadOnlyList<HostProcess> hosts, Func<Task> untilRenewedAsync)
    {
        var recorded = await reader.ReadRecordedAsync();
        clock.Set(ahead);
        await untilRenewedAsync();
        await NoteAsync(hosts, recorded);
        log.Count("clock of the database set");
    }

    /// <summary>The database could not be written to, for these, and can be again: what they had not recorded before may be repeated.</summary>
    public Task NoteCutAsync(IReadOnlyList<HostProcess> hosts, IReadOnlySet<long> recordedBefore)
    {
        NpgsqlConnection.ClearAllPools(); // ours have ended, too
        return NoteAsync(hosts, recordedBefore);
    }

    private async Task NoteAsync(IReadOnlyList<HostProcess> hosts, IReadOnlySet<long> recordedBefore)
    {
        var at = Stopwatch.GetTimestamp();
        var recorded = await reader.ReadRecordedAsync();
        foreach (var host in hosts)
        {
            log.Add(new Fault(host.Instance, at, recorded, recordedBefore));
        }
    }
}
