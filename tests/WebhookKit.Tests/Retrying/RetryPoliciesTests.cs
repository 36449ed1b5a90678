using Microsoft.Extensions.DependencyInjection;
using WebhookKit.DependencyInjection;
using WebhookKit.Retrying;

namespace WebhookKit.Tests.Retrying;

public sealed class RetryPoliciesTests
{
    [Test]
    public void An_endpoint_without_settings_follows_the_application()
    {
        using var services = Build(_ => { });

        var policy = services.GetRequiredService<RetryPolicies>().For(null);

        Assert.That(policy, Is.SameAs(services.GetRequiredService<IRetryPolicy>()));
    }

    [Test]
    public void An_endpoints_own_schedule_wins()
    {
        using var services = Build(_ => { });
        var policies = services.GetRequiredService<RetryPolicies>();
        var settings = new RetrySettings { Schedule = [TimeSpan.FromSeconds(7)] };

        var policy = policies.For(settings);

        Assert.That(RetryPolicyTests.Decide(policy, 1).Delay, Is.EqualTo(TimeSpan.FromSeconds(7)));
    }

    [Test]
    public void An_endpoints_own_growing_delays_win()
    {
        using var services = Build(_ => { });

        var policy = services.GetRequiredService<RetryPolicies>().For(new RetrySettings { Exponential = new() { MaxAttempts = 2 } });

        Assert.That(RetryPolicyTests.Decide(policy, 1).Delay, Is.EqualTo(TimeSpan.FromSeconds(5)));
        Assert.That(RetryPolicyTests.Decide(policy, 2), Is.EqualTo(RetryDecision.GiveUp));
    }

    [Test]
    public void The_host_may_bring_a_policy_of_its_own()
    {
        var own = new ScheduleRetryPolicy([], 0);
        using var services = Build(collection => collection.AddSingleton<IRetryPolicy>(own));

        Assert.That(services.GetRequiredService<RetryPolicies>().For(null), Is.SameAs(own));
    }

    [Test]
    public void An_endpoint_may_name_a_policy_of_the_hosts_own()
    {
        var own = new ScheduleRetryPolicy([], 0);
        using var services = Build(collection => collection.AddKeyedSingleton<IRetryPolicy>("own", own));
        var policies = services.GetRequiredService<RetryPolicies>();

        Assert.That(policies.For(new RetrySettings { Policy = "own" }), Is.SameAs(own));
        Assert.That(policies.For(new RetrySettings { Policy = "other" }), Is.SameAs(services.GetRequiredService<IRetryPolicy>()));
    }

    private static ServiceProvider Build(Action<IServiceCollection> change)
    {
        var services = new ServiceCollection();
        change(services);
        services.AddRetrying();
        return services.BuildServiceProvider();
    }
}
