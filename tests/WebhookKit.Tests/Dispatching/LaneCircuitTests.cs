using Microsoft.Extensions.Time.Testing;
using WebhookKit.Dispatching;
using WebhookKit.Sending;
using WebhookKit.Storage;

namespace WebhookKit.Tests.Dispatching;

internal sealed class LaneCircuitTests
{
    private static readonly EndpointId Endpoint = new(7);
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UnixEpoch);

    [TestCase(9, 0, false)]
    [TestCase(10, 0, true)]
    [TestCase(5, 5, true)]
    [TestCase(9, 10, false)]
    [TestCase(10, 10, true)]
    public void It_opens_when_enough_have_failed_and_they_are_many_among_all(int failures, int successes, bool opens)
    {
        var circuit = Circuit();
        NoteMany(circuit, AttemptOutcome.Succeeded, successes);

        var notes = NoteMany(circuit, AttemptOutcome.TimedOut, failures);

        Assert.That(notes, Is.EqualTo(opens ? [new CircuitNote(Endpoint, 0, Opened(_clock.GetUtcNow(), seconds: 30, openings: 1))] : Array.Empty<CircuitNote>()));
        Assert.That(circuit.Current, Is.EqualTo(notes.SingleOrDefault().Circuit));
    }

    [TestCase(AttemptOutcome.TimedOut, null, true)]
    [TestCase(AttemptOutcome.ConnectFailed, null, true)]
    [TestCase(AttemptOutcome.DnsFailed, null, true)]
    [TestCase(AttemptOutcome.TlsFailed, null, true)]
    [TestCase(AttemptOutcome.PolicyBlocked, null, true)]
    [TestCase(AttemptOutcome.ResponseInvalid, null, true)]
    [TestCase(AttemptOutcome.HttpFailure, 500, true)]
    [TestCase(AttemptOutcome.HttpFailure, 503, true)]
    [TestCase(AttemptOutcome.HttpFailure, 408, true)]
    [TestCase(AttemptOutcome.HttpFailure, 429, true)]
    [TestCase(AttemptOutcome.HttpFailure, 404, false)]
    [TestCase(AttemptOutcome.HttpFailure, 301, false)]
    [TestCase(AttemptOutcome.SigningUnavailable, null, false)]
    [TestCase(AttemptOutcome.PayloadUnavailable, null, false)]
    [TestCase(AttemptOutcome.InternalError, null, false)]
    [TestCase(AttemptOutcome.DnsBusy, null, false)]
    [TestCase(AttemptOutcome.ProxyUnavailable, null, false)]
    [TestCase(AttemptOutcome.ProxyFailed, null, false)]
    public void What_counts_as_failed(AttemptOutcome outcome, int? status, bool counts)
    {
        var circuit = Circuit();

        NoteMany(circuit, outcome, 20, status);

        Assert.That(circuit.Current is not null, Is.EqualTo(counts));
    }

    [Test]
    public void While_it_is_open_nothing_changes_it()
    {
        var circuit = OpenCircuit();

        Assert.That(NoteMany(circuit, AttemptOutcome.Succeeded, 5), Is.Empty, "They were under way when it opened.");
        _clock.Advance(TimeSpan.FromSeconds(29.9));
        Assert.That(NoteMany(circuit, AttemptOutcome.TimedOut, 5), Is.Empty);
        Assert.That(circuit.Current, Is.Not.Null);
    }

    [Test]
    public void A_try_that_fails_opens_it_for_twice_as_long_up_to_a_limit()
    {
        var circuit = OpenCircuit();
        var openedAt = _clock.GetUtcNow();

        foreach (var (seconds, openings) in new[] { (60, 2), (120, 3), (240, 4), (480, 5), (600, 6), (600, 7) })
        {
            _clock.SetUtcNow(circuit.Current!.OpenUntil);
            var note = Note(circuit, AttemptOutcome.TimedOut);

            Assert.That(note?.Circuit, Is.EqualTo(Opened(openedAt, seconds, openings)));
            Assert.That(circuit.FailedTries, Is.EqualTo(openings - 1));
        }
    }

    [TestCase(AttemptOutcome.Succeeded, 200, true)]
    [TestCase(AttemptOutcome.HttpFailure, 404, true)]
    [TestCase(AttemptOutcome.SigningUnavailable, null, false)]
    public void A_try_that_is_answered_closes_it_and_counting_begins_anew(AttemptOutcome outcome, int? status, bool closes)
    {
        var circuit = OpenCircuit();
        _clock.SetUtcNow(circuit.Current!.OpenUntil);

        var note = Note(circuit, outcome, status);

        Assert.That(note, Is.EqualTo(closes ? new CircuitNote(Endpoint, 0, null) : (CircuitNote?)null));
        if (closes)
        {
            Assert.That(NoteMany(circuit, AttemptOutcome.TimedOut, 9), Is.Empty);
            Assert.That(Note(circuit, AttemptOutcome.TimedOut)?.Circuit?.Openings, Is.EqualTo(1));
        }
    }

    [Test]
    public void As_many_in_a_row_open_it_however_long_they_take()
    {
        var circuit = Circuit();
        for (var attempt = 1; attempt <= 9; attempt++)
        {
            Assert.That(Note(circuit, AttemptOutcome.TimedOut), Is.Null);
            _clock.Advance(TimeSpan.FromMinutes(5));
        }

        Assert.That(Note(circuit, AttemptOutcome.TimedOut)?.Circuit?.Openings, Is.EqualTo(1));
    }

    [Test]
    public void Doubling_ends_at_the_limit_however_often_it_has_opened()
    {
        var circuit = new LaneCircuit(new CircuitOptions { OpenFor = TimeSpan.FromMinutes(10), MaxOpenFor = TimeSpan.FromDays(1) }, _clock);
        circuit.Take(new EndpointCircuit(_clock.GetUtcNow(), _clock.GetUtcNow(), Openings: 5000), 0);

        Assert.That(Note(circuit, AttemptOutcome.TimedOut)?.Circuit?.OpenUntil, Is.EqualTo(_clock.GetUtcNow().AddDays(1)));
    }

    [TestCase(503, 3600)]
    [TestCase(500, 60)]
    public void It_is_not_tried_before_the_endpoint_has_asked_for_it(int status, int seconds)
    {
        var circuit = OpenCircuit();
        _clock.SetUtcNow(circuit.Current!.OpenUntil);

        var result = new SendResult { Outcome = AttemptOutcome.HttpFailure, StatusCode = status, RetryAfter = TimeSpan.FromHours(1), Duration = TimeSpan.Zero };

        Assert.That(circuit.Note(Endpoint, result, _clock.GetUtcNow())?.Circuit?.OpenUntil, Is.EqualTo(_clock.GetUtcNow().AddSeconds(seconds)));
    }

    [Test]
    public void What_began_before_its_time_is_no_try()
    {
        var circuit = OpenCircuit();
        _clock.Advance(TimeSpan.FromSeconds(31));

        var late = new SendResult { Outcome = AttemptOutcome.TimedOut, Duration = TimeSpan.FromSeconds(2) };

        Assert.That(circuit.Note(Endpoint, late, _clock.GetUtcNow()), Is.Null);
        Assert.That(Note(circuit, AttemptOutcome.TimedOut)?.Circuit?.Openings, Is.EqualTo(2));
    }

    [Test]
    public void What_is_stored_is_taken_at_first_and_after_an_intervention_only()
    {
        var circuit = new LaneCircuit(new CircuitOptions(), _clock);
        var stored = Opened(_clock.GetUtcNow(), 30, 4);

        Assert.That((circuit.Take(stored, 2), circuit.Current), Is.EqualTo((true, stored)));
        Assert.That((circuit.Take(null, 2), circuit.Current), Is.EqualTo((false, stored)), "It is older than what this lane knows.");
        Assert.That((circuit.Take(null, 3), circuit.Current), Is.EqualTo((true, (EndpointCircuit?)null)));
        Assert.That(NoteMany(circuit, AttemptOutcome.TimedOut, 10).Single().Interventions, Is.EqualTo(3));
    }

    [Test]
    public void Failures_are_remembered_as_long_as_they_count()
    {
        var circuit = Circuit();
        Note(circuit, AttemptOutcome.Succeeded);
        Assert.That(circuit.UntilForgettable, Is.EqualTo(TimeSpan.Zero));

        Note(circuit, AttemptOutcome.TimedOut);
        Assert.That(circuit.UntilForgettable, Is.EqualTo(TimeSpan.FromMinutes(1)));
        var open = OpenCircuit();
        Assert.That(open.UntilForgettable, Is.EqualTo(TimeSpan.FromSeconds(5)), "It is stored within that time.");
        _clock.Advance(TimeSpan.FromSeconds(5));
        Assert.That(open.UntilForgettable, Is.EqualTo(TimeSpan.Zero));
    }

    [Test]
    public void Switched_off_it_never_opens_and_closes_what_was_opened_by_hand()
    {
        var circuit = new LaneCircuit(new CircuitOptions { Enabled = false }, _clock);
        circuit.Take(null, 0);
        Assert.That(NoteMany(circuit, AttemptOutcome.TimedOut, 100), Is.Empty);
        Assert.That(circuit.UntilForgettable, Is.EqualTo(TimeSpan.Zero));

        circuit.Take(Opened(_clock.GetUtcNow(), 30, 1), 1);
        _clock.Advance(TimeSpan.FromSeconds(30));
        Assert.That(Note(circuit, AttemptOutcome.TimedOut), Is.EqualTo(new CircuitNote(Endpoint, 1, null)));
    }

    private LaneCircuit Circuit()
    {
        var circuit = new LaneCircuit(new CircuitOptions(), _clock);
        circuit.Take(null, 0);
        return circuit;
    }

    private LaneCircuit OpenCircuit()
    {
        var circuit = Circuit();
        NoteMany(circuit, AttemptOutcome.TimedOut, 10);
        return circuit;
    }

    private EndpointCircuit Opened(DateTimeOffset openedAt, int seconds, int openings) => new(openedAt, _clock.GetUtcNow().AddSeconds(seconds), openings);

    private CircuitNote[] NoteMany(LaneCircuit circuit, AttemptOutcome outcome, int times, int? status = null) =>
        [.. Enumerable.Range(0, times).Select(_ => Note(circuit, outcome, status)).OfType<CircuitNote>()];

    private CircuitNote? Note(LaneCircuit circuit, AttemptOutcome outcome, int? status = null) =>
        circuit.Note(Endpoint, new SendResult { Outcome = outcome, StatusCode = status, Duration = TimeSpan.Zero }, _clock.GetUtcNow());
}
