using WebhookKit.Dispatching;
using WebhookKit.Sending;

namespace WebhookKit.Tests.Dispatching;

internal sealed class FailureStreakTests
{
    private static readonly EndpointId Endpoint = new(7);
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;
    private readonly FailureStreak _streak = new();

    [Test]
    public void It_begins_with_the_first_failure_and_ends_with_the_first_success()
    {
        Assert.That(Note(AttemptOutcome.HttpFailure, 1), Is.EqualTo(new StreakChange(Endpoint, At(1), WasStored: false)));
        Assert.That(Note(AttemptOutcome.TimedOut, 2), Is.Null);
        Assert.That(Note(AttemptOutcome.Succeeded, 3), Is.EqualTo(new StreakChange(Endpoint, null, WasStored: false, Ended: At(1))));
        Assert.That(Note(AttemptOutcome.Succeeded, 4), Is.Null);
        Assert.That(Note(AttemptOutcome.DnsFailed, 5), Is.EqualTo(new StreakChange(Endpoint, At(5), WasStored: false)));
    }

    [Test]
    public void What_is_stored_goes_on()
    {
        _streak.Take(At(1));

        Assert.That(Note(AttemptOutcome.HttpFailure, 100), Is.Null);
        Assert.That(_streak.HasLasted(TimeSpan.FromSeconds(99), At(100)), Is.True);
        Assert.That(_streak.HasLasted(TimeSpan.FromSeconds(100), At(100)), Is.False);
        Assert.That(_streak.HasLasted(null, At(100)), Is.False);
        Assert.That(Note(AttemptOutcome.Succeeded, 101), Is.EqualTo(new StreakChange(Endpoint, null, WasStored: true, Ended: At(1))));
        Assert.That(_streak.HasLasted(TimeSpan.Zero, At(102)), Is.False);
    }

    [Test]
    public void The_first_success_after_reading_is_news_because_a_failure_may_be_noted_that_is_not_stored_yet()
    {
        Note(AttemptOutcome.Succeeded, 1);
        _streak.Take(null);

        Assert.That(Note(AttemptOutcome.Succeeded, 2), Is.EqualTo(new StreakChange(Endpoint, null, WasStored: false)));
        Assert.That(Note(AttemptOutcome.Succeeded, 3), Is.Null);
    }

    [TestCase(AttemptOutcome.SigningUnavailable)]
    [TestCase(AttemptOutcome.PayloadUnavailable)]
    [TestCase(AttemptOutcome.InternalError)]
    [TestCase(AttemptOutcome.Expired)]
    [TestCase(AttemptOutcome.Filtered)]
    [TestCase(AttemptOutcome.DnsBusy)]
    [TestCase(AttemptOutcome.ProxyUnavailable)]
    [TestCase(AttemptOutcome.ProxyFailed)]
    public void What_goes_wrong_on_this_side_says_nothing(AttemptOutcome outcome)
    {
        Assert.That(Note(outcome, 1), Is.Null);
        Assert.That(_streak.HasLasted(TimeSpan.Zero, At(9)), Is.False);
    }

    private StreakChange? Note(AttemptOutcome outcome, int second) => _streak.Note(Endpoint, new SendResult { Outcome = outcome, Duration = TimeSpan.Zero }, At(second));

    private static DateTimeOffset At(int second) => Now.AddSeconds(second);
}
