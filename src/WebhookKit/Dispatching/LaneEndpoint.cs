using WebhookKit.Retrying;

namespace WebhookKit.Dispatching;

/// <summary>An endpoint as a lane needs it: its secrets readable, its retry policy at hand.</summary>
internal sealed record LaneEndpoint(WebhookEndpoint Endpoint, long Revision, IReadOnlyList<LaneSecret> Secrets, IRetryPolicy RetryPolicy)
{
    /// <summary>The secrets that sign at a moment, newest first. Expiry is checked for every attempt.</summary>
    public IReadOnlyList<WebhookSecret> SecretsAt(DateTimeOffset now) =>
        [.. Secrets.Where(secret => secret.ExpiresAt is null || secret.ExpiresAt > now).Select(secret => secret.Secret)];
}
