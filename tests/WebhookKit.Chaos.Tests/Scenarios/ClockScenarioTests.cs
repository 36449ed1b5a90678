namespace WebhookKit.Chaos.Tests.Scenarios;

/// <summary>Wrong clocks, and the defects that only wrong clocks bring to light.</summary>
[Parallelizable(ParallelScope.Self)]
public sealed class ClockScenarioTests
{
    [TestCase("postgres")]
    public async Task A_wall_clock_that_is_wrong_ends_nobodys_lease_and_sends_nothing_early_or_late(string store)
    {
        var run = await ScenarioRun.OfAsync("R-27", "--store", store, "--events", "1000");

        run.Passes();
        Assert.That(run.FigureOf("leases_lost"), Is.Zero);
        Assert.That(run.FigureOf("retry_most_early_s"), Is.LessThanOrEqualTo(1));
    }

    [TestCase("sqlite", "wall-clock")]
    public async Task The_harness_notices_a_defect_that_has_to_do_with_clocks(string store, string mutant)
    {
        var run = await ScenarioRun.OfAsync("R-33", "--store", store, "--mutant", mutant);

        Assert.That(run.ExitCode, Is.Zero, run.Output);
    }
}
