using Microsoft.Extensions.Time.Testing;
using WebhookKit.Dispatching;

namespace WebhookKit.Tests.Dispatching;

internal sealed class FailureWindowTests
{
    private static readonly TimeSpan Length = TimeSpan.FromMinutes(1);
    private readonly FakeTimeProvider _clock = new();

    [TestCase(0, 3, 2)]
    [TestCase(53, 3, 2)]
    [TestCase(61, 0, 0)]
    [TestCase(86_400, 0, 0)]
    public void What_is_older_than_the_window_is_not_counted(int seconds, int all, int failed)
    {
        var window = new FailureWindow(Length, _clock);
        window.Note(failed: true);
        window.Note(failed: false);
        window.Note(failed: true);

        _clock.Advance(TimeSpan.FromSeconds(seconds));

        Assert.That(window.Count(), Is.EqualTo((all, failed)));
    }

    [Test]
    public void It_slides()
    {
        var window = new FailureWindow(Length, _clock);
        var counts = new List<int>();
        for (var second = 0; second < 300; second++)
        {
            window.Note(failed: second % 2 == 0);
            counts.Add(window.Count().All);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.That(counts.Take(50), Is.EqualTo(Enumerable.Range(1, 50)));
        Assert.That(counts.Skip(60), Is.All.InRange(54, 60));
    }

    [Test]
    public void It_is_empty_once_the_last_failure_is_out_of_it()
    {
        var window = new FailureWindow(Length, _clock);
        window.Note(failed: false);
        var without = window.UntilEmpty;
        window.Note(failed: true);
        _clock.Advance(TimeSpan.FromSeconds(15));

        Assert.That(without, Is.EqualTo(TimeSpan.Zero));
        Assert.That(window.UntilEmpty, Is.EqualTo(TimeSpan.FromSeconds(45)));
        _clock.Advance(TimeSpan.FromSeconds(45));
        Assert.That(window.UntilEmpty, Is.EqualTo(TimeSpan.Zero));
    }
}
