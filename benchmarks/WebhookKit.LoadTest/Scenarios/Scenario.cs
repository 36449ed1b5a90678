using WebhookKit.LoadTest.Arguments;
using WebhookKit.LoadTest.Loading;
using WebhookKit.LoadTest.Reporting;

namespace WebhookKit.LoadTest.Scenarios;

/// <summary>One thing worth measuring.</summary>
/// <param name="name">What it is called on the command line.</param>
/// <param name="summary">What it measures, in one line.</param>
/// <param name="defaults">The options it uses, with their defaults.</param>
internal abstract class Scenario(string name, string summary, params IEnumerable<(LoadOption Option, int Value)> defaults)
{
    public string Name { get; } = name;

    public string Summary { get; } = summary;

    public IReadOnlyDictionary<LoadOption, int> Defaults { get; } = defaults.ToDictionary(one => one.Option, one => one.Value);

    /// <summary>The stores it runs on; the first is the default.</summary>
    public virtual IReadOnlyList<StoreKind> Stores => [StoreKind.Postgres, StoreKind.Sqlite, StoreKind.Memory];

    /// <summary>Whether a receiver that only counts is enough.</summary>
    public virtual bool RunsWithNginx => false;

    /// <summary>Whether the statements that the database executes are counted.</summary>
    protected virtual bool CountsStatements => false;

    public async Task<Report> RunAsync(LoadTestArguments arguments)
    {
        await using var rig = await LoadRig.StartAsync(arguments, CountsStatements);
        return await MeasureAsync(rig);
    }

    protected abstract Task<Report> MeasureAsync(LoadRig rig);
}
