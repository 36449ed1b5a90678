using System.Diagnostics;
using WebhookKit.Chaos.Arguments;
using WebhookKit.Chaos.Scenarios;

namespace WebhookKit.Chaos.Suites;

/// <summary>Scenarios that are run one after the other, and what has become of them so far.</summary>
internal sealed class Suite(SuiteArguments arguments, IReadOnlyList<(Scenario Scenario, ChaosArguments Arguments)> plan)
{
    private readonly List<SuiteRow> _rows = [];
    private readonly Stopwatch _running = new();

    public SuiteArguments Arguments => arguments;

    public int Planned => plan.Count;

    public IReadOnlyList<SuiteRow> Rows => _rows;

    public DateTimeOffset StartedAt { get; } = DateTimeOffset.UtcNow;

    public TimeSpan Took => _running.Elapsed;

    public bool HasPassed => _rows.Count == Planned && _rows.All(row => row.HasPassed);

    /// <summary>Writes the reports after each scenario, so that what was run is reported whatever happens to the rest.</summary>
    public async Task RunAsync(TextWriter output, CancellationToken ending)
    {
        _running.Start();
        foreach (var (scenario, run) in plan)
        {
            await output.WriteLineAsync($"[{_rows.Count + 1}/{Planned}] {run.Scenario} on {run.Store.ToString().ToLowerInvariant()}: {SuiteMarkdown.SizeOf(run)}: {scenario.Summary}");
            var row = await ScenarioProcess.RunAsync(run, scenario.GivenUpAfter, ending);
            _rows.Add(row);
            await output.WriteLineAsync($"    {(row.HasPassed ? "passed" : "FAILED")} in {row.Took.TotalSeconds:0} s");
            foreach (var line in SuiteMarkdown.FailureOf(row))
            {
                await output.WriteLineAsync($"    {line}");
            }

            await ReportAsync();
        }

        await output.WriteLineAsync($"{_rows.Count(row => row.HasPassed)} of {Planned} passed in {Took.TotalMinutes:0.0} min.");
    }

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
