using Microsoft.Extensions.Logging;
using WebhookKit.Retrying;

namespace WebhookKit.Dispatching;

/// <summary>Keeps a retry policy that throws from losing the delivery it was asked about, and from having it tried for ever.</summary>
internal sealed partial class GuardedRetryPolicy(IRetryPolicy policy, ILogger logger) : IRetryPolicy
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(365);
    private static readonly ScheduleRetryPolicy Fallback = new(ScheduleRetryPolicy.DefaultSchedule, new RetryOptions().Jitter);

    public RetryDecision Decide(RetryContext context)
    {
        try
        {
            var decision = policy.Decide(context);
            return decision.Delay > Longest ? RetryDecision.After(Longest) : decision;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            var decision = Fallback.Decide(context);
            Log.PolicyFailed(logger, policy.GetType().Name, decision.Delay, exception);
            return decision;
        }
    }
}
