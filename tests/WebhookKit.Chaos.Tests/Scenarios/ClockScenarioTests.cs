namespace WebhookKit.Chaos.Tests.Scenarios;

/// <summary>Defects that only wrong clocks bring to light.</summary>
[Parallelizable(ParallelScope.Self)]
public sealed class ClockScenarioTests
{
    [TestCase("sqlite", "wall-clock")]
    public async Task The_harness_notices_a_defect_that_has_to_do_with_clocks(string store, string mutant)
    {
        var run = await ScenarioRun.OfAsync("R-33", "--store", store, "--mutant", mutant);

        Assert.That(run.ExitCode, Is.Zero, run.Output);
    }
}
