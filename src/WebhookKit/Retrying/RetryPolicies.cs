using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace WebhookKit.Retrying;

/// <summary>Finds the policy that an endpoint follows: by its own settings, or else the application's policy.</summary>
/// <remarks>Safe to call concurrently.</remarks>
internal sealed class RetryPolicies(IServiceProvider services, IRetryPolicy application, IOptions<RetryOptions> options)
{
    private readonly double _jitter = options.Value.Jitter;

    public IRetryPolicy For(RetrySettings? settings) => settings switch
    {
        { Exponential: { } exponential } => new ExponentialRetryPolicy(exponential, _jitter),
        { Schedule: { } schedule } => new ScheduleRetryPolicy(schedule, _jitter),
        { Policy: { } name } => Find(name) ?? application,
        _ => application,
    };

    /// <summary>The policy that the host has registered under a name; null where there is none.</summary>
    public IRetryPolicy? Find(string name) => services.GetKeyedService<IRetryPolicy>(name);

    /// <summary>The policy that the options describe.</summary>
    public static IRetryPolicy OfOptions(RetryOptions options) =>
        options.Exponential is { } exponential
            ? new ExponentialRetryPolicy(exponential, options.Jitter)
            : new ScheduleRetryPolicy(options.Schedule?.AsReadOnly() ?? ScheduleRetryPolicy.DefaultSchedule, options.Jitter);
}
