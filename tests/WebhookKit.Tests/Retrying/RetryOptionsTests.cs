using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using WebhookKit.Retrying;

namespace WebhookKit.Tests.Retrying;

public sealed class RetryOptionsTests
{
    [Test]
    public void A_schedule_from_configuration_replaces_the_default()
    {
        using var services = Build(("Schedule:0", "00:00:01"), ("Jitter", "0"));
        var policy = services.GetRequiredService<IRetryPolicy>();

        Assert.That(RetryPolicyTests.Decide(policy, 1).Delay, Is.EqualTo(TimeSpan.FromSeconds(1)));
        Assert.That(RetryPolicyTests.Decide(policy, 2), Is.EqualTo(RetryDecision.GiveUp));
    }

    [Test]
    public void Growing_delays_bind_from_configuration()
    {
        using var services = Build(
            ("Exponential:InitialDelay", "00:00:02"), ("Exponential:Factor", "3"), ("Exponential:MaxDelay", "00:01:00"), ("Exponential:MaxAttempts", "4"), ("Exponential:MaxAge", "02:00:00"), ("Jitter", "0"));
        var policy = services.GetRequiredService<IRetryPolicy>();
        var old = new RetryContext { AttemptNumber = 1, Outcome = AttemptOutcome.HttpFailure, Age = TimeSpan.FromHours(2), Random = 0.5 };

        Assert.That(RetryPolicyTests.Decide(policy, 3).Delay, Is.EqualTo(TimeSpan.FromSeconds(18)));
        Assert.That(RetryPolicyTests.Decide(policy, 4), Is.EqualTo(RetryDecision.GiveUp));
        Assert.That(policy.Decide(old), Is.EqualTo(RetryDecision.GiveUp));
    }

    [TestCase("Schedule:0", "-00:00:01", "Schedule[0]")]
    [TestCase("Schedule:0", "31.00:00:00", "Schedule[0]")]
    [TestCase("Jitter", "1.1", "Jitter")]
    [TestCase("Jitter", "-0.1", "Jitter")]
    [TestCase("Jitter", "NaN", "Jitter")]
    [TestCase("Exponential:Factor", "0.5", "Exponential.Factor")]
    [TestCase("Exponential:Factor", "101", "Exponential.Factor")]
    [TestCase("Exponential:Factor", "NaN", "Exponential.Factor")]
    [TestCase("Exponential:InitialDelay", "00:00:00", "Exponential.InitialDelay")]
    [TestCase("Exponential:MaxDelay", "00:00:01", "Exponential.MaxDelay")]
    [TestCase("Exponential:MaxAttempts", "0", "Exponential.MaxAttempts")]
    [TestCase("Exponential:MaxAttempts", "1001", "Exponential.MaxAttempts")]
    public void A_bad_value_is_named(string key, string value, string expected)
    {
        using var services = Build((key, value));

        Assert.That(() => services.GetRequiredService<IOptions<RetryOptions>>().Value, Throws.InstanceOf<OptionsValidationException>().With.Message.Contains(expected));
    }

    [Test]
    public void Both_forms_at_once_are_refused()
    {
        using var services = Build(("Schedule:0", "00:00:01"), ("Exponential:Factor", "2"));

        Assert.That(() => services.GetRequiredService<IOptions<RetryOptions>>().Value, Throws.InstanceOf<OptionsValidationException>().With.Message.Contains("Schedule"));
    }

    private static ServiceProvider Build(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create<string, string?>("Retry:" + setting.Key, setting.Value)))
            .Build();
        var services = new ServiceCollection();

        // By the library's own binding, which is made when it is compiled and cannot set what a test's could.
        services.AddWebhooks(configuration);
        return services.BuildServiceProvider();
    }
}
