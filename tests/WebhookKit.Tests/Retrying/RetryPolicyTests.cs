using WebhookKit.Retrying;

namespace WebhookKit.Tests.Retrying;

public sealed class RetryPolicyTests
{
    [Test]
    public void The_default_is_ten_attempts_in_about_three_days()
    {
        var policy = RetryPolicies.OfOptions(new RetryOptions { Jitter = 0 });

        var delays = Enumerable.Range(1, 9).Select(attempt => Decide(policy, attempt).Delay).ToArray();

        TimeSpan?[] expected =
        [
            TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5),
            TimeSpan.FromHours(10), TimeSpan.FromHours(14), TimeSpan.FromHours(20), TimeSpan.FromHours(24),
        ];
        Assert.That(delays, Is.EqualTo(expected));
        Assert.That(Decide(policy, 10), Is.EqualTo(RetryDecision.GiveUp));
    }

    [TestCase("0,1,2", 1, 1)]
    [TestCase("0,1,2", 2, 2)]
    [TestCase("0,1,2", 3, null)]
    [TestCase("1,2", 1, 1)]
    [TestCase("1,2", 2, 2)]
    [TestCase("1,2", 3, null)]
    [TestCase("0,0,2", 1, 0)]
    [TestCase("0", 1, null)]
    [TestCase("", 1, null)]
    [TestCase("1", 1000, null)]
    public void A_leading_zero_stands_for_the_first_attempt(string seconds, int attempt, int? expected)
    {
        var schedule = seconds.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(text => TimeSpan.FromSeconds(int.Parse(text, null))).ToArray();

        var decision = Decide(new ScheduleRetryPolicy(schedule, jitter: 0), attempt);

        Assert.That(decision.Delay?.TotalSeconds, Is.EqualTo(expected));
    }

    [TestCase(1, 5)]
    [TestCase(2, 10)]
    [TestCase(3, 20)]
    [TestCase(4, 30)]
    [TestCase(5, 30)]
    [TestCase(6, null)]
    public void Growing_delays_stop_at_the_longest(int attempt, int? expected)
    {
        var settings = new ExponentialRetrySettings { MaxDelay = TimeSpan.FromSeconds(30), MaxAttempts = 6 };

        Assert.That(Decide(new ExponentialRetryPolicy(settings, jitter: 0), attempt).Delay?.TotalSeconds, Is.EqualTo(expected));
    }

    [TestCase(49, 10)]
    [TestCase(50, 10)]
    [TestCase(51, null)]
    public void Nothing_is_planned_beyond_the_longest_age(int age, int? expected)
    {
        var settings = new ExponentialRetrySettings { InitialDelay = TimeSpan.FromSeconds(10), MaxAge = TimeSpan.FromMinutes(1) };
        var context = new RetryContext { AttemptNumber = 1, Outcome = AttemptOutcome.HttpFailure, Age = TimeSpan.FromSeconds(age), Random = 0.99 };

        Assert.That(new ExponentialRetryPolicy(settings, jitter: 0).Decide(context).Delay?.TotalSeconds, Is.EqualTo(expected));
    }

    [Test]
    public void A_thousand_attempts_with_the_largest_factor_do_not_overflow()
    {
        var settings = new ExponentialRetrySettings { Factor = 100, MaxDelay = TimeSpan.FromDays(30), MaxAttempts = 1000 };
        var policy = new ExponentialRetryPolicy(settings, jitter: 0);

        Assert.That(Enumerable.Range(10, 990).Select(attempt => Decide(policy, attempt).Delay), Is.All.EqualTo(TimeSpan.FromDays(30)));
    }

    [TestCase(0.2, 0.0, 10.0)]
    [TestCase(0.2, 0.5, 11.0)]
    [TestCase(0.2, 0.999999, 12.0)]
    [TestCase(1.0, 0.5, 15.0)]
    [TestCase(0.0, 0.9, 10.0)]
    public void Jitter_makes_later_and_never_earlier(double jitter, double random, double expected)
    {
        var policy = new ScheduleRetryPolicy([TimeSpan.FromSeconds(10)], jitter);

        var delay = Decide(policy, 1, random).Delay!.Value;

        Assert.That(delay.TotalSeconds, Is.EqualTo(expected).Within(0.001));
        Assert.That(delay, Is.GreaterThanOrEqualTo(TimeSpan.FromSeconds(10)));
    }

    internal static RetryDecision Decide(IRetryPolicy policy, int attempt, double random = 0) => policy.Decide(new RetryContext
    {
        AttemptNumber = attempt,
        Outcome = AttemptOutcome.HttpFailure,
        Age = TimeSpan.FromMinutes(1),
        Random = random,
    });
}
