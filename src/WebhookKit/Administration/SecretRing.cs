using WebhookKit.Storage;

namespace WebhookKit.Administration;

/// <summary>Issues the secrets of an endpoint and lets the old ones run out.</summary>
internal sealed class SecretRing(ISecretProtector protector, TimeProvider time)
{
    private const int MostInForce = 10;
    private static readonly TimeSpan LongestOverlap = TimeSpan.FromDays(30);

    public StoredSecret Issue(WebhookSecret secret, string owner, EndpointId endpoint)
    {
        var now = time.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        return new StoredSecret
        {
            Id = id,
            Protected = protector.Protect(secret.AsSpan(), new SecretContext(owner, endpoint, id)),
            CreatedAt = now,
        };
    }

    public static void RequireOverlap(TimeSpan overlap)
    {
        if (overlap < TimeSpan.Zero || overlap > LongestOverlap)
        {
            throw new WebhookValidationException(
                "overlap_seconds",
                $"must be between 0, which revokes the old secrets at once, and {LongestOverlap.TotalSeconds:0} (30 days).");
        }
    }

    /// <summary>Puts a new secret in front. Those in force end with the overlap, or earlier where they already had to.</summary>
    public IReadOnlyList<StoredSecret> Rotate(IReadOnlyList<StoredSecret> secrets, StoredSecret newest, TimeSpan overlap)
    {
        if (overlap == TimeSpan.Zero)
        {
            return [newest];
        }

        var now = time.GetUtcNow();
        var end = now + overlap;
        var inForce = secrets.Where(secret => secret.ExpiresAt is null || secret.ExpiresAt > now).ToList();
        if (inForce.Count >= MostInForce)
        {
            throw new WebhookValidationException(
                "overlap_seconds",
                $"must be 0, which revokes the old secrets at once: {inForce.Count} secrets are in force, and {MostInForce} is the most there may be.");
        }

        return [newest, .. inForce.Select(secret => secret.ExpiresAt <= end ? secret : EndingAt(secret, end))];
    }

    private static StoredSecret EndingAt(StoredSecret secret, DateTimeOffset end) => new()
    {
        Id = secret.Id,
        Protected = secret.Protected,
        CreatedAt = secret.CreatedAt,
        ExpiresAt = end,
    };
}
