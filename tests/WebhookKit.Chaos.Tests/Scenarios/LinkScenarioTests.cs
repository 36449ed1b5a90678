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

    [Test]
    public async Task A_link_that_is_silent_for_half_a_lease_repeats_nothing_and_one_of_two_leases_no_more_than_was_under_way()
    {
        var run = await ScenarioRun.OfAsync("R-5", "--events", "1600", "--kills", "2");

        run.Passes();
        Assert.That(run.FigureOf("sent_twice_after_half_a_lease"), Is.Zero);
        Assert.That(run["duplicates"], Is.Positive, "The long cut hit nothing.");
        Assert.That(run.FigureOf("starts_after_failed_write"), Is.Zero);
    }
}
