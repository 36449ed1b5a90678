using Microsoft.Extensions.Time.Testing;
using WebhookKit.Pacing;

namespace WebhookKit.Tests.Pacing;

internal sealed class LaneRateTests
{
    private readonly FakeTimeProvider _clock = new();

    [TestCase(50, null, 5)]
    [TestCase(50, 1, 1)]
    [TestCase(2, null, 1)]
    [TestCase(0.1, 3, 3)]
    [TestCase(100_000, 20, 20)]
    public void After_a_rest_as_many_may_start_at_once_as_the_burst(double perSecond, int? burst, int expected)
    {
        var rate = Limited(perSecond, burst);
        _clock.Advance(TimeSpan.FromDays(1));

        Assert.That(TakeAll(rate), Is.EqualTo(expected));
        Assert.That(rate.UntilNext(), Is.EqualTo(TimeSpan.FromSeconds(1 / perSecond)).Within(TimeSpan.FromTicks(2)));
    }

    [TestCase(50, null)]
    [TestCase(50, 1)]
    [TestCase(3, 2)]
    [TestCase(700, 10)]
    public void No_second_has_more_than_the_rate_and_the_burst_and_none_is_lost_on_average(double perSecond, int? burst)
    {
        const int Seconds = 20;
        var step = TimeSpan.FromMilliseconds(1);
        var rate = Limited(perSecond, burst);
        var taken = new List<int>();
        for (var elapsed = TimeSpan.Zero; elapsed < TimeSpan.FromSeconds(Seconds); elapsed += step)
        {
            taken.Add(TakeAll(rate));
            _clock.Advance(step);
        }

        var busiest = Enumerable.Range(0, taken.Count - 1000).Max(from => taken.Skip(from).Take(1000).Sum());
        Assert.That(busiest, Is.LessThanOrEqualTo(perSecond + (burst ?? Math.Ceiling(perSecond / 10))));
        Assert.That(taken.Sum(), Is.GreaterThanOrEqualTo(perSecond * Seconds * 0.99));
    }

    [Test]
    public void A_token_that_was_not_used_is_there_again()
    {
        var rate = Limited(perSecond: 1, burst: 3);
        _clock.Advance(TimeSpan.FromDays(1));
        TakeAll(rate);

        rate.GiveBack();

        Assert.That(TakeAll(rate), Is.EqualTo(1));
        Assert.That(rate.UntilNext(), Is.EqualTo(TimeSpan.FromSeconds(1)));
    }

    [TestCase(0, 1)]
    [TestCase(0.1, 6)]
    [TestCase(0.18, 10)]
    [TestCase(3600, 10)]
    public void It_begins_with_one_and_what_has_come_since_the_lease_began(double leasedFor, int expected)
    {
        var rate = new LaneRate(_clock, _clock.GetTimestamp());
        _clock.Advance(TimeSpan.FromSeconds(leasedFor));
        rate.Set(new EndpointRateLimit { PerSecond = 50, Burst = 10 });

        Assert.That(TakeAll(rate), Is.EqualTo(expected));
    }

    [TestCase(50, 100)]
    [TestCase(0.6, 2)]
    [TestCase(0.001, 2)]
    public void Two_seconds_worth_is_read_ahead(double perSecond, int expected) =>
        Assert.That(Limited(perSecond, null).MostWithin(TimeSpan.FromSeconds(2)), Is.EqualTo(expected));

    [Test]
    public void A_lower_limit_holds_at_once_and_a_higher_one_gives_nothing_away()
    {
        var rate = Limited(10, 100);
        _clock.Advance(TimeSpan.FromMinutes(1));

        rate.Set(new EndpointRateLimit { PerSecond = 1, Burst = 2 });
        Assert.That(TakeAll(rate), Is.EqualTo(2));

        rate.Set(new EndpointRateLimit { PerSecond = 1000, Burst = 50 });
        Assert.That(TakeAll(rate), Is.Zero);
    }

    [Test]
    public void What_is_full_again_need_not_be_remembered()
    {
        var rate = Limited(2, 2);
        _clock.Advance(TimeSpan.FromMinutes(1));
        TakeAll(rate);

        var until = rate.UntilFull();
        _clock.Advance(until);

        Assert.That(until, Is.EqualTo(TimeSpan.FromSeconds(1)));
        Assert.That(rate.UntilFull(), Is.EqualTo(TimeSpan.Zero));
    }

    [Test]
    public void Without_a_limit_nothing_waits()
    {
        var rate = new LaneRate(_clock, _clock.GetTimestamp());
        rate.Set(null);
        for (var i = 0; i < 1000; i++)
        {
            rate.Take();
        }

        Assert.That((rate.UntilNext(), rate.UntilFull(), rate.WasShortWithin(TimeSpan.FromDays(1))), Is.EqualTo((TimeSpan.Zero, TimeSpan.Zero, false)));
        Assert.That(rate.MostWithin(TimeSpan.Zero), Is.EqualTo(int.MaxValue));
    }

    private LaneRate Limited(double perSecond, int? burst)
    {
        var rate = new LaneRate(_clock, _clock.GetTimestamp());
        rate.Set(new EndpointRateLimit { PerSecond = perSecond, Burst = burst });
        return rate;
    }

    private static int TakeAll(LaneRate rate)
    {
        var taken = 0;
        for (; rate.UntilNext() <= TimeSpan.Zero; taken++)
        {
            rate.Take();
        }

        return taken;
    }
}
