using System.Diagnostics;
using WebhookKit.Chaos.Journals;

namespace WebhookKit.Chaos.Tests.Checking;

/// <summary>The checker must be able to report each thing that can be wrong, and nothing where all is well.</summary>
public sealed class CheckerTests
{
    [Test]
    public void A_delivery_that_was_made_and_recorded_is_well()
    {
        var findings = Accepted().Received(1).Recorded(1).Check();

        Assert.That((findings.Publishing.Lost, findings.Publishing.Ghosts, findings.Publishing.ChangedIds), Is.EqualTo((0, 0, 0)));
        Assert.That((findings.Repeats.Duplicates, findings.Repeats.Unexplained, findings.Repeats.Unrecorded), Is.EqualTo((0, 0, 0)));
        Assert.That((findings.States.Regressions, findings.States.StaleWrites), Is.EqualTo((0, 0)));
    }

    [Test]
    public void An_accepted_event_that_reached_nobody_is_lost()
    {
        Assert.That(Accepted().Recorded(null).Check().Publishing.Lost, Is.EqualTo(1));
        Assert.That(Accepted().Received(1, status: 500).Check().Publishing.Lost, Is.EqualTo(1));
        Assert.That(new EvidenceBuilder().Published(PublishState.Ok).Check().Publishing.Lost, Is.EqualTo(1), "not even stored");
    }

    [Test]
    public void A_dead_letter_that_people_can_see_is_not_lost()
    {
        Assert.That(Accepted().Received(1, status: 500).Recorded(1, succeeded: false).Buried().Check().Publishing.Lost, Is.Zero);
    }

    [Test]
    public void A_publish_of_unknown_outcome_may_be_stored_or_not_but_not_twice()
    {
        Assert.That(new EvidenceBuilder().Published(PublishState.Info).Check().Publishing.Lost, Is.Zero);
        Assert.That(new EvidenceBuilder().Published(PublishState.Info).Stored().Check().Publishing.StoredTwice, Is.Zero);
        Assert.That(new EvidenceBuilder().Published(PublishState.Info).Stored().Stored(again: true).Check().Publishing.StoredTwice, Is.EqualTo(1));
    }

    [Test]
    public void What_was_rolled_back_and_is_stored_or_was_sent_is_a_ghost()
    {
        Assert.That(new EvidenceBuilder().Published(PublishState.Fail).Stored().Check().Publishing.Ghosts, Is.EqualTo(1));
        Assert.That(new EvidenceBuilder().Published(PublishState.Fail).Received(1).Check().Publishing.Ghosts, Is.EqualTo(1));
    }

    [Test]
    public void What_nobody_has_published_is_a_ghost()
    {
        Assert.That(new EvidenceBuilder().Received(1).Check().Publishing.Ghosts, Is.EqualTo(1));
    }

    [Test]
    public void An_event_without_its_order_and_an_order_without_its_event_are_torn()
    {
        Assert.That(new EvidenceBuilder().Published(PublishState.Ok, hasOrder: true).Stored().Check().Publishing.TornTransactions, Is.EqualTo(1));
        Assert.That(new EvidenceBuilder().Published(PublishState.Info, hasOrder: true).Ordered().Check().Publishing.TornTransactions, Is.EqualTo(1));
        Assert.That(new EvidenceBuilder().Published(PublishState.Ok, hasOrder: true).Stored().Ordered().Check().Publishing.TornTransactions, Is.Zero);
    }

    [Test]
    public void A_repeat_under_another_webhook_id_is_noticed()
    {
        var findings = Accepted().Received(1).Received(2, webhookId: new EventId(Guid.CreateVersion7()).ToString()).Recorded(2).Check();

        Assert.That(findings.Publishing.ChangedIds, Is.EqualTo(1));
    }

    [Test]
    public void What_a_killed_instance_had_under_way_may_be_repeated_once()
    {
        var findings = Accepted().Received(1, status: null).Killed(at: 2).Received(3, "host-2").Recorded(3).Check();

        Assert.That((findings.Repeats.Duplicates, findings.Repeats.Bound, findings.Repeats.Unexplained), Is.EqualTo((1, 1, 0)));
    }

    [Test]
    public void A_repeat_beyond_what_was_under_way_is_over_the_bound()
    {
        var findings = Accepted().Received(1, status: null).Killed(at: 2).Received(3, "host-2").Received(4, "host-3").Recorded(4).Check();

        Assert.That((findings.Repeats.Duplicates, findings.Repeats.Bound, findings.Repeats.Unexplained), Is.EqualTo((2, 1, 1)));
        Assert.That(findings.Repeats.Unrecorded, Is.EqualTo(1));
    }

    [Test]
    public void What_its_senders_warned_of_about_then_is_told_with_an_unexplained_repeat()
    {
        var later = 60 * Stopwatch.Frequency;
        var findings = Accepted().Received(1).Received(3, "host-2").Recorded(3)
            .Warned(2, "host-1", "its lease is lost").Warned(later, "host-1", "much later").Warned(2, "host-3", "not a sender")
            .Check();

        Assert.That(findings.Repeats.Unexplained, Is.EqualTo(1));
        Assert.That(findings.Repeats.Examples[0], Does.Contain("host-1 at 0.000 s: its lease is lost").And.Not.Contain("later").And.Not.Contain("sender"));
    }

    [Test]
    public void What_a_stopped_instance_had_begun_may_come_in_when_it_goes_on_and_what_it_begins_then_may_not()
    {
        var excused = Accepted().Stopped(at: 1, second: 100).Received(2, "host-2").Recorded(2).Received(3, signedAt: 100).Recorded(3, stale: true).Check();
        var guilty = Accepted().Stopped(at: 1, second: 100).Received(2, "host-2").Recorded(2).Received(3, signedAt: 103).Recorded(3, stale: true).Check();

        Assert.That((excused.Repeats.Duplicates, excused.Repeats.Bound, excused.Repeats.Unexplained), Is.EqualTo((1, 1, 0)));
        Assert.That((guilty.Repeats.Duplicates, guilty.Repeats.Bound, guilty.Repeats.Unexplained), Is.EqualTo((1, 0, 1)));
    }

    [Test]
    public void What_was_recorded_before_the_kill_has_no_excuse()
    {
        var findings = Accepted().Received(1).Recorded(1).Killed(at: 2).Received(3, "host-2").Recorded(3, stale: true).Check();

        Assert.That((findings.Repeats.Duplicates, findings.Repeats.Bound, findings.Repeats.Unexplained), Is.EqualTo((1, 0, 1)));
    }

    [Test]
    public void What_was_recorded_while_an_instance_was_cut_off_may_have_been_repeated_and_what_was_before_may_not()
    {
        var excused = Accepted().Received(1).CutOff(until: 2, [], [1]).Received(3, "host-2").Recorded(1).Recorded(3, epoch: 2, stale: true).Check();
        var guilty = Accepted().Received(1).CutOff(until: 2, [1], [1]).Received(3, "host-2").Recorded(1).Recorded(3, epoch: 2, stale: true).Check();

        Assert.That((excused.Repeats.Bound, excused.Repeats.Unexplained, excused.Repeats.MostUnderWay), Is.EqualTo((1, 0, 0)));
        Assert.That((guilty.Repeats.Bound, guilty.Repeats.Unexplained), Is.EqualTo((0, 1)));
    }

    [Test]
    public void An_instance_that_stood_still_excuses_what_was_not_recorded_by_then_and_nothing_else()
    {
        var excused = Accepted().Received(1).Paused(at: 2).Received(3, "host-2").Recorded(3).Recorded(1, epoch: 0, stale: true).Check();
        var guilty = Accepted().Received(1).Recorded(1).Paused(2, 1).Received(3, "host-2").Recorded(3, epoch: 2, stale: true).Check();

        Assert.That((excused.Repeats.Duplicates, excused.Repeats.Bound, excused.Repeats.Unexplained), Is.EqualTo((1, 1, 0)));
        Assert.That((guilty.Repeats.Duplicates, guilty.Repeats.Bound, guilty.Repeats.Unexplained), Is.EqualTo((1, 0, 1)));
    }

    [Test]
    public void Attempts_that_count_are_no_duplicates()
    {
        var findings = Accepted().Received(1, status: 500).Recorded(1, succeeded: false).Received(2, status: null).Recorded(null, number: 2, succeeded: false)
            .Received(3).Recorded(3, number: 3).Check();

        Assert.That((findings.Repeats.Duplicates, findings.States.Regressions), Is.EqualTo((0, 0)));
    }

    [Test]
    public void A_delivery_that_goes_on_after_its_end_is_a_regression()
    {
        Assert.That(Accepted().Recorded(1).Queued().Check().States.Regressions, Is.EqualTo(1));
        Assert.That(Accepted().Recorded(1).Buried().Check().States.Regressions, Is.EqualTo(1));
        Assert.That(Accepted().Recorded(1).Recorded(2, number: 2).Check().States.Regressions, Is.EqualTo(1));
        Assert.That(Accepted().Recorded(1, number: 2).Check().States.Regressions, Is.EqualTo(1), "a gap");
    }

    [Test]
    public void An_attempt_that_counts_under_an_older_lease_than_the_one_before_it_is_a_stale_write()
    {
        Assert.That(Accepted().Recorded(1, 1, epoch: 7, succeeded: false).Recorded(2, 2, epoch: 6).Check().States.StaleWrites, Is.EqualTo(1));
        Assert.That(Accepted().Recorded(1, 1, epoch: 6, succeeded: false).Recorded(2, 2, epoch: 7).Check().States.StaleWrites, Is.Zero);
    }

    private static EvidenceBuilder Accepted() => new EvidenceBuilder().Published(PublishState.Ok).Stored();
}
