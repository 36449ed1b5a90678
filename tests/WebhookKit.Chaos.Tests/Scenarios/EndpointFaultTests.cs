namespace WebhookKit.Chaos.Tests.Scenarios;

/// <summary>The scenarios in which it is the endpoints that are at fault, in small sizes.</summary>
[Parallelizable(ParallelScope.Self)]
public sealed class EndpointFaultTests
{
    [TestCase("sqlite")]
    public async Task An_endpoint_that_cannot_be_sent_to_is_tried_when_its_schedule_says_and_no_connection_is_made(string store)
    {
        var run = await ScenarioRun.OfAsync("R-14", "--store", store, "--events", "200");

        Assert.That(run.Passes().FigureOf("connections"), Is.Zero);
        Assert.That(run.FigureOf("attempts_beyond_the_schedule"), Is.Zero);
    }

    [TestCase("sqlite")]
    public async Task What_failed_together_is_tried_again_spread_over_the_jitter(string store)
    {
        var run = await ScenarioRun.OfAsync("R-18", "--store", store, "--events", "1000");

        Assert.That(run.Passes().FigureOf("planned_again"), Is.EqualTo(1000));
        Assert.That(run.FigureOf("most_waits_in_a_tenth"), Is.LessThanOrEqualTo(300));
    }

    [Test]
    public async Task Receivers_that_hang_at_any_stage_leave_no_place_taken_and_no_socket_open()
    {
        var run = await ScenarioRun.OfAsync("R-24", "--store", "sqlite", "--events", "48");

        Assert.That(run.Passes().FigureOf("places_after"), Is.EqualTo(run.FigureOf("places_before")));
    }
}
