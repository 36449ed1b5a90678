using WebhookKit.Dispatching;

namespace WebhookKit.Tests.Dispatching;

internal sealed class LaneWindowTests
{
    private const int Max = 8;

    [Test]
    public void A_window_starts_at_one_and_grows_by_one_with_every_success_up_to_the_maximum()
    {
        var window = new LaneWindow(Max);
        int[] sizes = [.. Enumerable.Range(0, 10).Select(_ => SizeAfter(window, AttemptOutcome.Succeeded, 200))];

        Assert.That(sizes, Is.EqualTo(new[] { 2, 3, 4, 5, 6, 7, 8, 8, 8, 8 }));
    }

    [Test]
    public void What_is_filtered_has_more_read_ahead_but_no_more_requests_made_until_one_fails()
    {
        var window = new LaneWindow(Max);
        int[] read = [.. Enumerable.Range(0, 10).Select(_ => ReadAheadAfterFilter(window))];
        window.Note(AttemptOutcome.Succeeded, 200);
        var worked = (window.Size, window.ReadAhead);
        window.Note(AttemptOutcome.TimedOut, null);

        Assert.That(read, Is.EqualTo(new[] { 8, 16, 24, 32, 40, 48, 56, 64, 64, 64 }));
        Assert.That(worked, Is.EqualTo((2, 64)));
        Assert.That((window.Size, window.ReadAhead), Is.EqualTo((1, 2)));
    }

    [TestCase(429)]
    [TestCase(500)]
    [TestCase(501)]
    [TestCase(502)]
    [TestCase(503)]
    [TestCase(504)]
    [TestCase(599)]
    public void A_status_that_says_the_endpoint_is_in_trouble_halves_the_window_down_to_one(int status)
    {
        var window = Grown();

        int[] sizes = [.. Enumerable.Range(0, 4).Select(_ => SizeAfter(window, AttemptOutcome.HttpFailure, status))];

        Assert.That(sizes, Is.EqualTo(new[] { 4, 2, 1, 1 }));
    }

    [TestCase(301)]
    [TestCase(400)]
    [TestCase(404)]
    [TestCase(422)]
    public void A_status_that_refuses_one_event_leaves_the_window_alone(int status)
    {
        var window = Grown();

        Assert.That(SizeAfter(window, AttemptOutcome.HttpFailure, status), Is.EqualTo(Max));
    }

    [TestCase(AttemptOutcome.TimedOut)]
    [TestCase(AttemptOutcome.ConnectFailed)]
    [TestCase(AttemptOutcome.DnsFailed)]
    [TestCase(AttemptOutcome.TlsFailed)]
    [TestCase(AttemptOutcome.ResponseInvalid)]
    [TestCase(AttemptOutcome.PolicyBlocked)]
    public void An_endpoint_that_does_not_answer_gets_one_request_at_a_time(AttemptOutcome outcome)
    {
        var window = Grown();

        Assert.That(SizeAfter(window, outcome, null), Is.EqualTo(1));
    }

    private static int ReadAheadAfterFilter(LaneWindow window)
    {
        window.NoteFiltered();
        return window.ReadAhead;
    }

    private static LaneWindow Grown()
    {
        var window = new LaneWindow(Max);
        for (var i = 0; i < Max; i++)
        {
            window.Note(AttemptOutcome.Succeeded, 200);
        }

        return window;
    }

    private static int SizeAfter(LaneWindow window, AttemptOutcome outcome, int? status)
    {
        window.Note(outcome, status);
        return window.Size;
    }
}
