namespace WebhookKit.Chaos.Tests.Scenarios;

/// <summary>Scenarios about what a database shares among all who use it: connections, locks, room, and its tables; in small sizes.</summary>
[NonParallelizable]
public sealed class DatabaseScenarioTests
{
    [TestCase("sqlite")]
    public async Task What_a_dead_instance_had_under_way_is_not_held_up_by_what_is_not_due(string store)
    {
        var run = await ScenarioRun.OfAsync("R-25", "--store", store, "--events", "2000");

        Assert.That(run.Passes().FigureOf("in_the_way"), Is.EqualTo(2000));
    }

    [TestCase("postgres")]
    public async Task Nothing_is_removed_from_the_history_that_a_delivery_still_needs(string store)
    {
        var run = await ScenarioRun.OfAsync("R-29", "--store", store, "--events", "3000");

        Assert.That(run.Passes().FigureOf("removed_though_needed"), Is.Zero);
        Assert.That(run.FigureOf("replayed"), Is.Positive);
    }

    [TestCase("postgres")]
    public async Task Instances_go_on_when_the_tables_get_a_newer_version_that_only_adds(string store)
    {
        var run = await ScenarioRun.OfAsync("R-30", "--store", store, "--events", "3000");

        Assert.That(run.Passes().FigureOf("error_lines"), Is.Zero);
        Assert.That(run.FigureOf("old_one_said_why"), Is.Positive);
    }

    [TestCase("postgres")]
    public async Task Instances_recover_by_themselves_when_others_had_all_connections_or_the_lock_to_write(string store)
    {
        var run = await ScenarioRun.OfAsync("R-31", "--store", store, "--events", "300");

        run.Passes();
    }
}
