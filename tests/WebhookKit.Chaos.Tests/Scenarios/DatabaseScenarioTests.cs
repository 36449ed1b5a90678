namespace WebhookKit.Chaos.Tests.Scenarios;

/// <summary>Scenarios about what a database shares among all who use it: connections, locks, room, and its tables; in small sizes.</summary>
[Parallelizable(ParallelScope.Self)]
public sealed class DatabaseScenarioTests
{
    [TestCase("sqlite")]
    public async Task What_a_dead_instance_had_under_way_is_not_held_up_by_what_is_not_due(string store)
    {
        var run = await ScenarioRun.OfAsync("R-25", "--store", store, "--events", "2000");

        Assert.That(run.Passes().FigureOf("in_the_way"), Is.EqualTo(2000));
    }
}
