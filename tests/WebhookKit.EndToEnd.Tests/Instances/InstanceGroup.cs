using System.Globalization;
using System.Text.RegularExpressions;
using WebhookKit.EndToEnd.Tests.Programs;

namespace WebhookKit.EndToEnd.Tests.Instances;

/// <summary>The processes that share one database, and what its table of leases says about them.</summary>
internal sealed partial class InstanceGroup(InstanceStore store, InstanceDatabase database) : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(40);

    private readonly List<StartedProgram> _programs = [];

    /// <summary>Everything that they have printed.</summary>
    public string Output => string.Join("\n\n", _programs.Select(program => $"{program.Id}:\n{program.Output}"));

    /// <summary>Starts an instance and waits until it runs.</summary>
    public async Task<StartedProgram> StartAsync()
    {
        var program = StartedProgram.Start("WebhookKit.InstanceHost", [], new Dictionary<string, string>
        {
            [$"ConnectionStrings__{database.Kind}"] = database.ConnectionString,
            ["Webhooks__Egress__AllowLoopback"] = "true",
            ["Webhooks__Leasing__Duration"] = store.Lease.ToString("c", CultureInfo.InvariantCulture),
            ["Webhooks__Leasing__RenewEvery"] = store.Renewal.ToString("c", CultureInfo.InvariantCulture),
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
        var shares = new Dictionary<int, int>();
        var fair = (EndpointId.PartitionCount + programs.Length - 1) / programs.Length;
        await Eventually.HoldsAsync(
            async () =>
            {
                shares = await database.ReadSharesAsync();
                return shares.Values.Sum() == EndpointId.PartitionCount
                    && shares.Keys.Order().SequenceEqual(programs.Select(program => program.Id).Order())
                    && shares.Values.All(share => share <= fair);
            },
            timeout,
            () => $"{programs.Length} instances with at most {fair} partitions each. They have {string.Join(", ", shares)}.");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var program in _programs)
        {
            await program.DisposeAsync();
        }
    }

    [GeneratedRegex("^(Instance started)$")]
    private static partial Regex Started();
}
