using WebhookKit.Dispatching;

namespace WebhookKit.Tests.Dispatching;

internal sealed class LaneTimersTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Test]
    public void A_lane_has_one_time_and_it_is_the_earliest()
    {
        var timers = new LaneTimers();
        timers.Set(Endpoint(1), Now.AddHours(2));
        timers.Set(Endpoint(1), Now.AddHours(1));
        timers.Set(Endpoint(1), Now.AddHours(3));

        var next = timers.Next;
        var early = timers.TryTake(Now, out _);
        var due = timers.TryTake(Now.AddHours(1), out var endpoint);
        var again = timers.TryTake(Now.AddYears(1), out _);

        Assert.Multiple(() =>
        {
            Assert.That(next, Is.EqualTo(Now.AddHours(1)));
            Assert.That((early, due, again), Is.EqualTo((false, true, false)));
            Assert.That(endpoint, Is.EqualTo(Endpoint(1)));
        });
    }

    [Test]
    public void Lanes_come_up_in_the_order_of_their_times()
    {
        var timers = new LaneTimers();
        timers.Set(Endpoint(1), Now.AddSeconds(3));
        timers.Set(Endpoint(2), Now.AddSeconds(1));
        timers.Set(Endpoint(3), Now.AddSeconds(2));

        var order = new List<EndpointId>();
        while (timers.TryTake(Now.AddSeconds(3), out var endpoint))
        {
            order.Add(endpoint);
        }

        Assert.That(order, Is.EqualTo((EndpointId[])[Endpoint(2), Endpoint(3), Endpoint(1)]));
    }

    [Test]
    public void Times_that_were_dropped_or_replaced_do_not_stay_in_memory()
    {
        var timers = new LaneTimers();
        for (var i = 1; i <= 10_000; i++)
        {
            timers.Set(Endpoint(i), Now.AddDays(2));
            timers.Set(Endpoint(i), Now.AddDays(1));
            timers.Drop(Endpoint(i));
        }

        Assert.Multiple(() =>
        {
            Assert.That(timers.Entries, Is.LessThan(100));
            Assert.That(timers.Next, Is.Null);
        });
    }

    private static EndpointId Endpoint(int number) => new(number);
}
