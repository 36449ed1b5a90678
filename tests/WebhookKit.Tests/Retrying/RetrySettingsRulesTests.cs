using WebhookKit.Retrying;

namespace WebhookKit.Tests.Retrying;

public sealed class RetrySettingsRulesTests
{
    private static IEnumerable<TestCaseData> Broken()
    {
        yield return Case(new RetrySettings(), "retry_policy");
        yield return Case(new RetrySettings { Schedule = [], Exponential = new() }, "retry_policy");
        yield return Case(new RetrySettings { Schedule = [TimeSpan.Zero, -TimeSpan.FromTicks(1)] }, "retry_policy.schedule_seconds[1]");
        yield return Case(new RetrySettings { Schedule = [TimeSpan.FromDays(31)] }, "retry_policy.schedule_seconds[0]");
        yield return Case(new RetrySettings { Schedule = new TimeSpan[101] }, "retry_policy.schedule_seconds");
        yield return Case(new RetrySettings { Exponential = new() { InitialDelay = TimeSpan.Zero } }, "retry_policy.exponential.initial_delay_seconds");
        yield return Case(new RetrySettings { Exponential = new() { Factor = 0.99 } }, "retry_policy.exponential.factor");
        yield return Case(new RetrySettings { Exponential = new() { Factor = double.NaN } }, "retry_policy.exponential.factor");
        yield return Case(new RetrySettings { Exponential = new() { Factor = double.PositiveInfinity } }, "retry_policy.exponential.factor");
        yield return Case(new RetrySettings { Exponential = new() { MaxDelay = TimeSpan.FromSeconds(4) } }, "retry_policy.exponential.max_delay_seconds");
        yield return Case(new RetrySettings { Exponential = new() { MaxAttempts = 0 } }, "retry_policy.exponential.max_attempts");
        yield return Case(new RetrySettings { Exponential = new() { MaxAge = TimeSpan.Zero } }, "retry_policy.exponential.max_age_seconds");
        yield return Case(new RetrySettings { Exponential = new() { MaxAge = TimeSpan.FromDays(366) } }, "retry_policy.exponential.max_age_seconds");
        yield return Case(new RetrySettings { Schedule = [], Policy = "own" }, "retry_policy");

        static TestCaseData Case(RetrySettings settings, string field) => new(settings, field);
    }

    private static IEnumerable<RetrySettings?> Good()
    {
        yield return null;
        yield return new RetrySettings { Schedule = [] };
        yield return new RetrySettings { Schedule = [TimeSpan.Zero, TimeSpan.FromDays(30)] };
        yield return new RetrySettings { Schedule = new TimeSpan[100] };
        yield return new RetrySettings { Exponential = new() };
        yield return new RetrySettings { Exponential = new() { MaxAge = TimeSpan.FromDays(365) } };
        yield return new RetrySettings { Policy = "own" };
        yield return new RetrySettings { Exponential = new() { Factor = 1, MaxAttempts = 1000, MaxDelay = TimeSpan.FromDays(30) } };
    }

    [TestCaseSource(nameof(Broken))]
    public void A_broken_rule_names_its_field(RetrySettings settings, string field)
    {
        Assert.That(RetrySettingsRules.Check(settings).Single().Field, Is.EqualTo(field));
    }

    [TestCaseSource(nameof(Good))]
    public void Sensible_settings_pass(RetrySettings? settings)
    {
        Assert.That(RetrySettingsRules.Check(settings), Is.Empty);
    }
}
