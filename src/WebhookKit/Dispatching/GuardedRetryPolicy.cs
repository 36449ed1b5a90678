using Microsoft.Extensions.Logging;
using WebhookKit.Retrying;

namespace WebhookKit.Dispatching;

/// <summary>Keeps a retry policy that throws from losing the delivery it was asked about.</summary>
internal sealed partial class GuardedRetryPolicy(IRetryPolicy policy, ILogger logger) : IRetryPolicy
{
    private static readonly TimeSpan Fallback = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(365);

    public RetryDecision Decide(RetryContext context)
    {
        try
        {
            var decision = policy.Decide(context);
            return decision.Delay > Longest ? RetryDecision.After(Longest) : decision;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            Log.PolicyFailed(logger, policy.GetType().Name, Fallback, exception);
            return RetryDecision.After(Fallback);
        }
    }
}
