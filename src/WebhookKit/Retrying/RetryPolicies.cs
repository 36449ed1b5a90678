using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;

namespace WebhookKit.Retrying;

/// <summary>Finds the policy that an endpoint follows: its own settings, or else the application's policy.</summary>
/// <remarks>Safe to call concurrently.</remarks>
internal sealed class RetryPolicies(IRetryPolicy application, IOptions<RetryOptions> options)
{
    // Kept as long as the settings they were made of, and not longer: endpoints are loaded anew all the time.
    private readonly ConditionalWeakTable<RetrySettings, IRetryPolicy> _made = new();
    private readonly double _jitter = options.Value.Jitter;

    public IRetryPolicy For(RetrySettings? settings) =>
        settings is null or { Schedule: null, Exponential: null } ? application : _made.GetValue(settings, Make);

    /// <summary>The policy that the options describe.</summary>
    public static IRetryPolicy OfOptions(RetryOptions options) =>
        options.Exponential is { } exponential
            ? new ExponentialRetryPolicy(exponential, options.Jitter)
            : new ScheduleRetryPolicy(options.Schedule?.AsReadOnly() ?? ScheduleRetryPolicy.DefaultSchedule, options.Jitter);

    private IRetryPolicy Make(RetrySettings settings) =>
        settings.Exponential is { } exponential
            ? new ExponentialRetryPolicy(exponential, _jitter)
            : new ScheduleRetryPolicy(settings.Schedule!, _jitter);
}
