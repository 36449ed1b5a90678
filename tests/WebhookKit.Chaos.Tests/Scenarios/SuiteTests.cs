using System.Text.Json;

namespace WebhookKit.Chaos.Tests.Scenarios;

/// <summary>Several scenarios with one command, and the reports about them.</summary>
[NonParallelizable]
public sealed class SuiteTests
{
    private string _report = null!;
    private string _json = null!;

    [SetUp]
    public void Choose_files() => (_report, _json) = (Path.GetTempFileName(), Path.GetTempFileName());

    [TearDown]
    public void Remove_files()
    {
        File.Delete(_report);
        File.Delete(_json);
    }

    [Test]
    public async Task Each_scenario_is_a_row_of_the_report_also_those_of_an_earlier_run_and_0_says_that_all_have_passed()
    {
        foreach (var args in new string[][] { ["--only", "R-19"], ["--only", "R-2", "--add-to", _json] })
        {
            var (exitCode, output) = await RunAsync([.. args, "--store", "sqlite", "--shrink", "10"]);
            Assert.That(exitCode, Is.Zero, output);
        }

        Assert.That(Results(), Is.EqualTo(new[] { ("R-2", "sqlite", true), ("R-19", "sqlite", true) }));
        var report = await File.ReadAllTextAsync(_report);
        Assert.That(report, Does.Contain("2 of 2 passed").And.Contain("full sizes divided by 10").And.Contain("SQLite 3."));
        Assert.That(report, Does.Match(@"\| R-2 \| sqlite \| 100 events \| [-0-9]{10} [0-9:]{5} \| 1 × SIGKILL \| 0 \| 0 \| 0 of 0 \| .*first_send_after_s [0-9.]+ \(≤ 3.5\).* \| yes \| [0-9]+ \|"));
    }

    [Test]
    public async Task A_scenario_that_fails_is_named_with_what_it_missed_and_the_next_is_run_all_the_same()
    {
        var (exitCode, output) = await RunAsync("--only", "R-2,R-19", "--store", "sqlite", "--shrink", "10", "--mutant", "recorded-first");

        Assert.That(exitCode, Is.EqualTo(1), output);
        Assert.That(output, Does.Contain("FAILED").And.Contain("[2/2]"));
        Assert.That(Results().First(), Is.EqualTo(("R-2", "sqlite", false)));
        Assert.That(Results().Count(), Is.EqualTo(2));
        var report = await File.ReadAllTextAsync(_report);
        Assert.That(report, Does.Contain("## R-2 on sqlite has failed").And.Contain("hosts with the defect recorded-first"));
        Assert.That(report, Does.Match(@"\| R-2 \| sqlite \|.* \| \*\*no\*\* \|"));
    }

    [Test]
    public async Task What_no_earlier_run_has_written_is_refused_before_anything_is_run()
    {
        await File.WriteAllTextAsync(_json, "{}");

        var (exitCode, output) = await RunAsync("--only", "R-2", "--store", "sqlite", "--add-to", _json);

        Assert.That(exitCode, Is.EqualTo(2));
        Assert.That(output, Does.Contain("--add-to").And.Contain(_json).And.Not.Contain("[1/1]"));
    }

    private Task<(int ExitCode, string Output)> RunAsync(params string[] args) => ScenarioRun.StartAsync(["all", .. args, "--report", _report, "--json", _json]);

    private IEnumerable<(string Scenario, string Store, bool HasPassed)> Results() =>
        JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(_json)).GetProperty("results").EnumerateArray()
            .Select(row => (row.GetProperty("scenario").GetString()!, row.GetProperty("store").GetString()!, row.GetProperty("passed").GetBoolean()));
}
