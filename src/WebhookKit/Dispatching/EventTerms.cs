using Microsoft.Extensions.Logging;
using WebhookKit.Retrying;
using WebhookKit.Sending;

namespace WebhookKit.Dispatching;

/// <summary>What an event asks for its own deliveries: from when and until when, and how often they are tried.</summary>
internal sealed partial class EventTerms(RetryPolicies policies, ILogger<EventTerms> logger)
{
    private static readonly SendResult TooLate = new()
    {
        Outcome = AttemptOutcome.Expired,
        Error = "The event had expired; no request was made.",
        Duration = TimeSpan.Zero,
    };

    /// <summary>The moment that its age is counted from.</summary>
    public static DateTimeOffset BeginOf(WebhookEvent stored) => stored.DeliverAt > stored.CreatedAt ? stored.DeliverAt.Value : stored.CreatedAt;

    /// <summary>What becomes of an attempt that would begin now; null where it may.</summary>
    public static SendResult? RefusalAt(WebhookEvent stored, DateTimeOffset now) => stored.ExpiresAt <= now ? TooLate : null;

    /// <summary>Who decides after an attempt: the policy of the event, where it has one and there is something to decide, and else the endpoint's.</summary>
    public IRetryPolicy PolicyFor(WebhookEvent stored, LaneEndpoint endpoint, AttemptOutcome outcome)
    {
        if (outcome == AttemptOutcome.Succeeded || stored.Retry is not { } retry)
        {
            return endpoint.RetryPolicy;
        }

        if (retry.Policy is { } name && policies.Find(name) is null)
        {
            Log.RetryPolicyUnknown(logger, stored.Id, name);
        }

        return new GuardedRetryPolicy(policies.For(retry), logger);
    }
}
