namespace WebhookKit.Chaos.Tests.Scenarios;

/// <summary>All kinds of faults one after the other; an hour of it runs by hand and at night.</summary>
[NonParallelizable]
public sealed class SoakTests
{
    [TestCase("sqlite", "3")]
    public async Task Faults_of_all_kinds_under_steady_load_lose_nothing_and_leave_the_one_that_is_spared_alone(string store, string kills)
    {
        var run = await ScenarioRun.OfAsync("R-32", "--store", store, "--events", "1000", "--kills", kills);

        Assert.That(run.Passes().FigureOf("survivor_alive"), Is.EqualTo(1));
        Assert.That(run.FigureOf("reachable_memory_mib"), Is.Positive);
    }
}
