using Microsoft.Extensions.Time.Testing;
using WebhookKit.Leasing;

namespace WebhookKit.Tests.Leasing;

internal sealed class StoreClockTests
{
    private static readonly DateTimeOffset Midnight = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);
    private readonly FakeTimeProvider _local = new(new DateTimeOffset(2001, 1, 1, 0, 0, 0, TimeSpan.Zero));

    [Test]
    public void Before_the_first_reading_nothing_is_due_and_nothing_is_old()
    {
        var clock = new StoreClock(_local);

        Assert.Multiple(() =>
        {
            Assert.That(clock.Now.Year, Is.EqualTo(1970));
            Assert.That(clock.FirstReading.IsCompleted, Is.False);
        });
    }

    [Test]
    public void It_goes_on_from_what_the_store_has_said()
    {
        var clock = new StoreClock(_local);
        Read(clock, Midnight);

        _local.Advance(TimeSpan.FromHours(3));

        Assert.Multiple(() =>
        {
            Assert.That(clock.Now, Is.EqualTo(Midnight.AddHours(3)));
            Assert.That(clock.FirstReading.IsCompletedSuccessfully, Is.True);
        });
    }

    [TestCase(1)]
    [TestCase(-1)]
    public void A_jump_of_the_stores_clock_is_taken_over(int hours)
    {
        var clock = new StoreClock(_local);
        Read(clock, Midnight);

        Read(clock, Midnight.AddHours(hours));

        Assert.That(clock.Now, Is.EqualTo(Midnight.AddHours(hours)));
    }

    [Test]
    public void It_is_never_behind_what_the_store_has_said_however_long_the_answer_took()
    {
        var clock = new StoreClock(_local);

        Read(clock, Midnight, answerTakes: 100 * Millisecond);

        Assert.That(clock.Now, Is.EqualTo(Midnight + (100 * Millisecond)));
    }

    [Test]
    public void An_answer_that_took_very_long_makes_it_half_a_second_ahead_at_the_most()
    {
        var clock = new StoreClock(_local);

        Read(clock, Midnight, answerTakes: TimeSpan.FromSeconds(20));

        Assert.That(clock.Now, Is.EqualTo(Midnight.AddSeconds(0.5)));
    }

    [Test]
    public void A_slow_answer_that_contradicts_nothing_does_not_take_the_place_of_a_quick_one()
    {
        var clock = new StoreClock(_local);
        Read(clock, Midnight, answerTakes: 2 * Millisecond);

        Read(clock, clock.Now + (50 * Millisecond), answerTakes: 100 * Millisecond);

        Assert.That(clock.Now, Is.EqualTo(Midnight + (102 * Millisecond)));
    }

    [Test]
    public void A_quick_answer_takes_the_place_of_a_slow_one()
    {
        var clock = new StoreClock(_local);
        Read(clock, Midnight, answerTakes: 100 * Millisecond);

        Read(clock, Midnight, answerTakes: 2 * Millisecond);

        Assert.That(clock.Now, Is.EqualTo(Midnight + (2 * Millisecond)));
    }

    private void Read(StoreClock clock, DateTimeOffset storeTime, TimeSpan answerTakes = default)
    {
        var asked = _local.GetTimestamp();
        _local.Advance(answerTakes);
        clock.Set(storeTime, asked, _local.GetTimestamp());
    }
}
