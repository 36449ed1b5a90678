using System.Diagnostics;
using WebhookKit.Chaos.Arguments;
using WebhookKit.Chaos.Scenarios;

namespace WebhookKit.Chaos.Suites;

/// <summary>Scenarios that are run one after the other, and what has become of them so far.</summary>
/// <param name="arguments">What was asked for.</param>
/// <param name="plan">What is run.</param>
/// <param name="earlier">What has become of scenarios in an earlier run; those of the plan are left out.</param>
internal sealed class Suite(SuiteArguments arguments, IReadOnlyList<(Scenario Scenario, ChaosArguments Arguments)> plan, IReadOnlyList<SuiteRow> earlier)
{
    private readonly List<SuiteRow> _rows = [];
    private readonly SuiteRow[] _kept = [.. earlier.Where(row => !plan.Any(run => IsSame(run.Arguments, row.Arguments)))];
    private readonly Stopwatch _running = new();

    public SuiteArguments Arguments => arguments;

    /// <summary>Of how many there is a row, or is going to be.</summary>
    public int Planned => plan.Count + _kept.Length;

    /// <summary>Those of the earlier run and of this one, in the order of the scenarios.</summary>
    public IEnumerable<SuiteRow> Rows => _kept.Concat(_rows).OrderBy(PlaceOf).ThenBy(row => row.Arguments.Store);

    public TimeSpan Took => _running.Elapsed;

    public bool HasPassed => _rows.Count == plan.Count && _rows.All(row => row.HasPassed);

    /// <summary>Writes the reports after each scenario, so that what was run is reported whatever happens to the rest.</summary>
    public async Task RunAsync(TextWriter output, CancellationToken ending)
    {
        _running.Start();
        foreach (var (scenario, run) in plan)
        {
            await output.WriteLineAsync($"[{_rows.Count + 1}/{plan.Count}] {run.Scenario} on {run.Store.ToString().ToLowerInvariant()}: {SuiteMarkdown.SizeOf(run)}: {scenario.Summary}");
            var row = await ScenarioProcess.RunAsync(run, scenario.GivenUpAfter, ending);
            _rows.Add(row);
            await output.WriteLineAsync($"    {(row.HasPassed ? "passed" : "FAILED")} in {row.Took.TotalSeconds:0} s");
            foreach (var line in SuiteMarkdown.FailureOf(row))
            {
                await output.WriteLineAsync($"    {line}");
            }

            await ReportAsync();
        }

        await output.WriteLineAsync($"{_rows.Count(row => row.HasPassed)} of {plan.Count} passed in {Took.TotalMinutes:0.0} min.");
    }

    private static bool IsSame(ChaosArguments one, ChaosArguments other) => one.Scenario == other.Scenario && one.Store == other.Store;

    private static int PlaceOf(SuiteRow row) => ScenarioList.All.TakeWhile(scenario => scenario.Name != row.Arguments.Scenario).Count();

    private async Task ReportAsync()
    {
        if (arguments.JsonFile is { } json)
        {
            await File.WriteAllTextAsync(json, SuiteJson.Of(this));
        }

        if (arguments.ReportFile is { } report)
        {
            await File.WriteAllTextAsync(report, SuiteMarkdown.Of(this));
        }
    }
}
