using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;
using WebhookKit.EndToEnd.Tests.Programs;

namespace WebhookKit.EndToEnd.Tests.Instances;

/// <summary>The processes that share one database, and what its table of leases says about them.</summary>
internal sealed partial class InstanceGroup(string database) : IAsyncDisposable
{
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(6);
    public static readonly TimeSpan Renewal = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(40);

    private readonly NpgsqlDataSource _dataSource = NpgsqlDataSource.Create(database);
    private readonly List<StartedProgram> _programs = [];

    /// <summary>Everything that they have printed.</summary>
    public string Output => string.Join("\n\n", _programs.Select(program => $"{program.Id}:\n{program.Output}"));

    /// <summary>Starts an instance and waits until it runs.</summary>
    public async Task<StartedProgram> StartAsync()
    {
        var program = StartedProgram.Start("WebhookKit.InstanceHost", [], new Dictionary<string, string>
        {
            ["ConnectionStrings__App"] = database,
            ["Webhooks__Egress__AllowLoopback"] = "true",
            ["Webhooks__Leasing__Duration"] = Lease.ToString("c", CultureInfo.InvariantCulture),
            ["Webhooks__Leasing__RenewEvery"] = Renewal.ToString("c", CultureInfo.InvariantCulture),
            ["Webhooks__Dispatching__PollInterval"] = "00:00:00.2",
        });
        _programs.Add(program);
        await program.WaitForLineAsync(Started(), StartTimeout);
        return program;
    }

    /// <summary>Ends an instance as an orchestrator does.</summary>
    public static async Task StopAsync(StartedProgram program)
    {
        program.Terminate();
        Assert.That(await program.WaitForExitAsync(StopTimeout), Is.Zero, program.Output);
    }

    /// <summary>Waits until exactly these instances own all partitions, none of them more than its fair share.</summary>
    public async Task WaitUntilSharedAsync(TimeSpan timeout, params StartedProgram[] programs)
    {
        var shares = new Dictionary<int, long>();
        var fair = (EndpointId.PartitionCount + programs.Length - 1) / programs.Length;
        await Eventually.HoldsAsync(
            async () =>
            {
                shares = await SharesAsync();
                return shares.Values.Sum() == EndpointId.PartitionCount
                    && shares.Keys.Order().SequenceEqual(programs.Select(program => program.Id).Order())
                    && shares.Values.All(share => share <= fair);
            },
            timeout,
            () => $"{programs.Length} instances with at most {fair} partitions each. They have {string.Join(", ", shares)}.");
    }

    public async Task<long> CountQueueAsync()
    {
        await using var command = _dataSource.CreateCommand("SELECT count(*) FROM webhooks.queue");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var program in _programs)
        {
            await program.DisposeAsync();
        }

        await _dataSource.DisposeAsync();
    }

    /// <summary>How many partitions each process owns. An instance names itself by machine, process and chance.</summary>
    private async Task<Dictionary<int, long>> SharesAsync()
    {
        await using var command = _dataSource.CreateCommand(
            """
            SELECT (regexp_match(instance, '-(\d+)-[0-9a-f]+$'))[1]::int, count(*)
            FROM webhooks.leases WHERE instance IS NOT NULL AND expires_at > clock_timestamp() GROUP BY 1
            """);
        await using var reader = await command.ExecuteReaderAsync();
        var shares = new Dictionary<int, long>();
        while (await reader.ReadAsync())
        {
            shares.Add(reader.GetInt32(0), reader.GetInt64(1));
        }

        return shares;
    }

    [GeneratedRegex("^(Instance started)$")]
    private static partial Regex Started();
}
