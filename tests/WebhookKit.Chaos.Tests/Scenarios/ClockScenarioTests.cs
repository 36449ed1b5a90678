namespace WebhookKit.Chaos.Tests.Scenarios;

/// <summary>Wrong clocks, and the defects that only wrong clocks bring to light.</summary>
[NonParallelizable]
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

    [Test]
    public async Task A_clock_of_the_database_that_is_set_by_an_hour_loses_nothing_and_repeats_no_more_than_was_under_way()
    {
        var run = await ScenarioRun.OfAsync("R-27b", "--events", "600", "--kills", "4");

        run.Passes();
    }

    [TestCase("sqlite", "wall-clock")]
    public async Task The_harness_notices_a_defect_that_has_to_do_with_clocks(string store, string mutant)
    {
        var run = await ScenarioRun.OfAsync("R-33", "--store", store, "--mutant", mutant);

        Assert.That(run.ExitCode, Is.Zero, run.Output);
    }
}
