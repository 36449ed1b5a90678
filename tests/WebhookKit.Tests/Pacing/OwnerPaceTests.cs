using Microsoft.Extensions.Time.Testing;
using WebhookKit.InMemory;
using WebhookKit.Pacing;

namespace WebhookKit.Tests.Pacing;

/// <summary>The paces of one owner on several instances, which have nothing in common but the store.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class OwnerPaceTests
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _clock = new();
    private readonly InMemoryRateStore _store = new();

    [TestCase(50, null, 1)]
    [TestCase(50, null, 3)]
    [TestCase(50, 1, 3)]
    [TestCase(3, 2, 2)]
    [TestCase(700, 10, 4)]
    public void Instances_that_all_have_a_backlog_share_the_rate_to_the_request(double perSecond, int? burst, int instances)
    {
        var most = burst ?? RateRange.BurstAt(perSecond);
        var paces = Paces(instances, perSecond, most);
        const int Seconds = 20;

        var taken = Run(Seconds, step => paces.Select(TakeAll));

        var all = taken.Select(each => each.Sum()).ToArray();
        Assert.That(Busiest(all), Is.LessThanOrEqualTo(perSecond + (most * instances)));
        Assert.That(all.Sum(), Is.EqualTo(perSecond * Seconds).Within(most * instances));
        var shares = Enumerable.Range(0, instances).Select(instance => taken.Sum(each => each[instance])).ToArray();
        Assert.That(shares, Is.All.GreaterThan(perSecond * Seconds / instances * 0.8));
    }

    [Test]
    public void One_that_has_little_to_send_leaves_the_rest_to_the_others()
    {
        var paces = Paces(2, perSecond: 50, burst: 5);
        const int Seconds = 20;

        // One request each 200 ms, as soon as it may start; the other instance has a backlog.
        var wanted = 0;
        var taken = Run(Seconds, step =>
        {
            wanted += step % 200 == 0 ? 1 : 0;
            var little = wanted > 0 && paces[0].TryTake(out _) ? 1 : 0;
            wanted -= little;
            return [little, TakeAll(paces[1])];
        });

        Assert.That(taken.Sum(each => each[0]), Is.EqualTo(5 * Seconds).Within(2));
        Assert.That(taken.Sum(each => each.Sum()), Is.GreaterThan(50 * Seconds * 0.9));
    }

    [Test]
    public void What_is_given_back_may_be_taken_at_once_but_no_more_than_the_burst()
    {
        var pace = Paces(1, perSecond: 0.001, burst: 2)[0];
        Assert.That(TakeAll(pace), Is.EqualTo(2));

        pace.GiveBack();
        Assert.That(TakeAll(pace), Is.EqualTo(1));

        for (var i = 0; i < 5; i++)
        {
            pace.GiveBack();
        }

        Assert.That(TakeAll(pace), Is.EqualTo(2));
    }

    [Test]
    public void After_a_rest_as_many_may_start_at_once_as_the_burst()
    {
        var pace = Paces(1, perSecond: 50, burst: 10)[0];
        TakeAll(pace);
        _clock.Advance(TimeSpan.FromDays(1));

        Assert.That(TakeAll(pace), Is.EqualTo(10));
    }

    [Test]
    public void A_request_that_had_to_wait_is_remembered_for_a_while()
    {
        var pace = Paces(1, perSecond: 1, burst: 1)[0];
        Assert.That(TakeAll(pace), Is.EqualTo(1));

        Assert.That(pace.WasShortWithin(Second), Is.True);
        _clock.Advance(2 * Second);
        Assert.That(pace.WasShortWithin(Second), Is.False);
    }

    private OwnerPace[] Paces(int instances, double perSecond, int burst) =>
        [.. Enumerable.Range(0, instances).Select(_ => new OwnerPace("acme", perSecond, burst, _clock, Reserve))];

    // Answers before the next question, as a quick database would.
    private void Reserve(OwnerPace pace) => _waiting.Enqueue(pace);

    private readonly Queue<OwnerPace> _waiting = new();

    private void Answer()
    {
        while (_waiting.TryDequeue(out var pace))
        {
            var reservation = pace.ToReservation(_clock.GetUtcNow());
            var start = _store.ReserveAsync(reservation).AsTask().GetAwaiter().GetResult();
            pace.Grant(start - _clock.GetUtcNow());
        }
    }

    private List<int[]> Run(int seconds, Func<int, IEnumerable<int>> step)
    {
        var taken = new List<int[]>();
        for (var elapsed = 0; elapsed < seconds * 1000; elapsed++)
        {
            taken.Add([.. step(elapsed)]);
            _clock.Advance(Step);
        }

        return taken;
    }

    private int TakeAll(OwnerPace pace)
    {
        var taken = 0;
        do
        {
            for (; pace.TryTake(out _); taken++)
            {
            }

            var asked = _waiting.Count > 0;
            Answer();
            if (!asked)
            {
                return taken;
            }
        }
        while (true);
    }

    private static int Busiest(int[] taken)
    {
        var most = 0;
        for (var (from, sum) = (0, 0); from < taken.Length; from++)
        {
            sum += taken[from] - (from >= 1000 ? taken[from - 1000] : 0);
            most = Math.Max(most, sum);
        }

        return most;
    }
}
