namespace WebhookKit.Chaos.Tests.Scenarios;

/// <summary>Every scenario in a small size, as a program of its own. Full sizes run by hand and at night.</summary>
[NonParallelizable]
public sealed class ScenarioTests
{
    [TestCase("postgres")]
    [TestCase("sqlite")]
    public async Task Kills_under_load_lose_nothing_and_repeat_no_more_than_was_under_way(string store)
    {
        var run = await ScenarioRun.OfAsync("R-1", "--store", store, "--events", "10000", "--kills", "5");

        run.Passes();
        Assert.That(run.Result.GetProperty("injected").GetProperty("SIGKILL").GetInt32(), Is.EqualTo(5));
        Assert.That(run["duplicates"], Is.Positive, "The kills hit nobody at work.");
    }

    [TestCase("sqlite")]
    public async Task What_was_read_and_not_sent_at_a_crash_is_sent_once_by_the_next_owner(string store)
    {
        var run = await ScenarioRun.OfAsync("R-2", "--store", store);

        Assert.That(run.Passes().FigureOf("sent_once"), Is.EqualTo(1000));
    }

    [TestCase("postgres")]
    public async Task What_was_sent_and_not_recorded_at_a_crash_arrives_exactly_twice(string store)
    {
        var run = await ScenarioRun.OfAsync("R-3", "--store", store);

        Assert.That(run.Passes().FigureOf("sent_exactly_twice"), Is.EqualTo(1000));
    }

    [TestCase("postgres")]
    public async Task What_an_instance_says_that_stood_still_past_its_lease_changes_nothing(string store)
    {
        var run = await ScenarioRun.OfAsync("R-4", "--store", store, "--events", "256", "--kills", "1");

        run.Passes();
        Assert.That(run.FigureOf("stale_writes"), Is.Zero);
        Assert.That(run.FigureOf("outcomes_that_came_too_late"), Is.Positive);
    }

    [Test]
    public async Task An_event_whose_commit_was_not_answered_and_that_is_published_again_is_stored_once()
    {
        var run = await ScenarioRun.OfAsync("R-6", "--events", "60");

        Assert.That(run.Passes().FigureOf("stored_exactly_once_of_all"), Is.EqualTo(60));
    }

    [TestCase("postgres")]
    public async Task What_is_rolled_back_in_any_way_is_neither_stored_nor_sent(string store)
    {
        var run = await ScenarioRun.OfAsync("R-8", "--store", store, "--events", "2000");

        Assert.That(run.Passes().FigureOf("rolled_back_of_all"), Is.InRange(900, 1100));
    }

    [Test]
    public async Task What_a_transaction_published_that_commits_late_is_delivered_within_two_seconds_of_its_commit()
    {
        var run = await ScenarioRun.OfAsync("R-9", "--events", "1000");

        Assert.That(run.Passes().FigureOf("later_events_delivered_before"), Is.EqualTo(1000));
        Assert.That(run.FigureOf("late_events_delivered_after_s"), Is.LessThanOrEqualTo(2));
    }

    [Test]
    public async Task A_database_that_ends_sessions_and_crashes_costs_no_event_and_no_host()
    {
        var run = await ScenarioRun.OfAsync("R-10", "--events", "1000", "--kills", "1");

        Assert.That(run.Passes().FigureOf("hosts_alive"), Is.EqualTo(2));
        Assert.That(run.FigureOf("sending_again_after_s"), Is.LessThanOrEqualTo(10));
    }

    [Test]
    public async Task Hosts_start_without_their_database_and_deliver_once_it_is_there()
    {
        var run = await ScenarioRun.OfAsync("R-11", "--events", "100");

        Assert.That(run.Passes().FigureOf("hosts_alive"), Is.EqualTo(2));
        Assert.That(run.FigureOf("first_send_after_s"), Is.LessThanOrEqualTo(10));
        Assert.That(run.FigureOf("pages_not_answered"), Is.Zero);
    }

    [TestCase("postgres")]
    public async Task An_instance_that_is_asked_to_stop_finishes_and_records_what_it_has_under_way(string store)
    {
        var run = await ScenarioRun.OfAsync("R-19", "--store", store, "--events", "500");

        Assert.That(run.Passes().FigureOf("sent_twice"), Is.Zero);
    }

    [TestCase("postgres")]
    public async Task Nothing_starts_for_an_endpoint_two_seconds_after_it_was_taken_out_and_nothing_of_it_comes_back(string store)
    {
        var run = await ScenarioRun.OfAsync("R-21", "--store", store, "--events", "3600");

        run.Passes();
        Assert.That(run.FigureOf("disabled_late_starts") + run.FigureOf("deleted_late_starts") + run.FigureOf("gone_late_starts"), Is.Zero);
        Assert.That(run.FigureOf("cancelled"), Is.Positive);
        Assert.That(run.FigureOf("resent_after_enabling"), Is.Zero);
    }

    [TestCase("postgres")]
    public async Task A_bulk_replay_that_is_asked_for_twice_and_killed_once_makes_one_delivery_of_each_dead_letter(string store)
    {
        var run = await ScenarioRun.OfAsync("R-22", "--store", store, "--events", "600");

        run.Passes();
        Assert.That(run.FigureOf("new_deliveries"), Is.EqualTo(600));
        Assert.That(run.FigureOf("originals_changed"), Is.Zero);
    }

    [TestCase("postgres")]
    public async Task An_event_that_is_stored_has_all_of_its_deliveries_whoever_is_killed_while_publishing(string store)
    {
        var run = await ScenarioRun.OfAsync("R-23", "--store", store, "--events", "40");

        run.Passes();
        Assert.That(run.FigureOf("events_with_some_deliveries"), Is.Zero);
        Assert.That(run.Result.GetProperty("injected").GetProperty("SIGKILL of a producer").GetInt32(), Is.EqualTo(2));
    }

    [TestCase("unguarded")]
    [TestCase("recorded-first")]
    [TestCase("short-lease")]
    [TestCase("greedy")]
    [TestCase("stopped-records")]
    public async Task The_harness_notices_a_defect(string mutant)
    {
        var run = await ScenarioRun.OfAsync("R-33", "--store", "sqlite", "--mutant", mutant);

        Assert.That(run.ExitCode, Is.Zero, run.Output);
    }
}
