using System.Globalization;
using WebhookKit.Retrying;

namespace WebhookKit.Publishing;

/// <summary>What an event may ask for its own deliveries: from when, until when, how often and to whom. With the field names of the HTTP API.</summary>
internal sealed class EventTermsRules(RetryPolicies policies, TimeProvider clock)
{
    private const int MostEndpoints = 1000;

    /// <summary>What waits is kept whatever its age, but nobody looks at it either: longer is what a job scheduler is for.</summary>
    private static readonly TimeSpan FarthestAhead = TimeSpan.FromDays(30);

    /// <summary>Finds what is wrong.</summary>
    /// <param name="outgoing">The event.</param>
    /// <param name="isPreparing">
    /// Whether it is prepared, and not stored yet: what was prepared in time may be stored later than it expires, since failing then would
    /// take the transaction with it; and whoever publishes again with a key gets the answer of the first time.
    /// </param>
    /// <param name="errors">Takes what is wrong.</param>
    public void Find(OutgoingEvent outgoing, bool isPreparing, List<FieldError> errors)
    {
        if (outgoing.DeliverAt is not null || outgoing.ExpiresAt is not null)
        {
            var now = clock.GetUtcNow();
            if (outgoing.DeliverAt - now > FarthestAhead)
            {
                errors.Add(new FieldError("deliver_at", $"must be at most {FarthestAhead.TotalDays} days ahead; was {Text(outgoing.DeliverAt)}, and it is {Text(now)}."));
            }

            if (outgoing.ExpiresAt <= outgoing.DeliverAt)
            {
                errors.Add(new FieldError("expires_at", $"must be later than deliver_at ({Text(outgoing.DeliverAt)}); was {Text(outgoing.ExpiresAt)}."));
            }
            else if (outgoing.ExpiresAt <= now && (isPreparing || outgoing is { Id: null, IdempotencyKey: null }))
            {
                errors.Add(new FieldError("expires_at", $"must be later than now ({Text(now)}), or nothing would be sent; was {Text(outgoing.ExpiresAt)}."));
            }
        }

        errors.AddRange(RetrySettingsRules.Check(outgoing.Retry));
        if (outgoing.Retry?.Policy is { } policy && policies.Find(policy) is null)
        {
            errors.Add(new FieldError("retry_policy.policy", "must be the key of an IRetryPolicy that is registered in this process, with AddKeyedSingleton."));
        }

        if (outgoing.Endpoints is { Count: 0 or > MostEndpoints } endpoints)
        {
            errors.Add(new FieldError("endpoints", $"must hold 1 to {MostEndpoints} ids, or be left out for every endpoint that has a subscription; held {endpoints.Count}."));
        }
    }

    private static string Text(DateTimeOffset? moment) => moment?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFF'Z'", CultureInfo.InvariantCulture) ?? "";
}
