namespace WebhookKit.Chaos.Tests.Scenarios;

/// <summary>Faults between an instance and its database, and between its steps, in small sizes.</summary>
[NonParallelizable]
public sealed class LinkScenarioTests
{
    [Test]
    public async Task An_answer_about_leases_reads_or_outcomes_that_is_lost_repeats_nothing()
    {
        var run = await ScenarioRun.OfAsync("R-7", "--events", "600", "--kills", "15");

        run.Passes();
        Assert.That(run.FigureOf("answers_swallowed"), Is.GreaterThanOrEqualTo(15));
        Assert.That(run.FigureOf("sent_twice"), Is.Zero);
    }
}
