namespace WebhookKit.Chaos.Tests.Scenarios;

/// <summary>Damaged rows, code that throws, and outcomes that come too late, in small sizes.</summary>
[Parallelizable(ParallelScope.Self)]
public sealed class BrokenPartScenarioTests
{
    [TestCase("sqlite")]
    public async Task Damaged_rows_and_hooks_that_throw_end_as_dead_letters_and_cost_the_others_nothing(string store)
    {
        var run = await ScenarioRun.OfAsync("R-13", "--store", store, "--events", "600", "--kills", "21");

        run.Passes();
        Assert.That(run.FigureOf("good_delivered"), Is.EqualTo(600));
        Assert.That(run.FigureOf("poison_as_dead_letters"), Is.Positive);
        Assert.That(run.FigureOf("waits_for_its_secret"), Is.Positive);
    }

    [TestCase("sqlite")]
    public async Task An_outcome_that_is_recorded_after_another_instance_has_finished_changes_nothing(string store)
    {
        var run = await ScenarioRun.OfAsync("R-26", "--store", store, "--events", "300", "--kills", "60");

        run.Passes();
        Assert.That(run.FigureOf("outcomes_overtaken"), Is.GreaterThanOrEqualTo(60));
        Assert.That(run.FigureOf("regressions"), Is.Zero);
    }
}
