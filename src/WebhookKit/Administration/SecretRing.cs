using System.Security.Cryptography;
using WebhookKit.Protecting;
using WebhookKit.Storage;

namespace WebhookKit.Administration;

/// <summary>Issues the secrets of an endpoint and lets the old ones run out.</summary>
internal sealed class SecretRing(SecretVault vault, TimeProvider time)
{
    private const int MostInForce = 10;
    private static readonly TimeSpan LongestOverlap = TimeSpan.FromDays(30);

    /// <summary>Makes of a secret what is stored. It has a private key then, so that an endpoint can be signed for in any way without rotating first.</summary>
    public async ValueTask<StoredSecret> IssueAsync(WebhookSecret secret, string owner, EndpointId endpoint, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        var payload = SecretPayload.Write(secret.PrivateKey is null ? secret.WithPrivateKey(WebhookPrivateKey.Generate()) : secret);
        try
        {
            return new StoredSecret
            {
                Id = id,
                Protected = await vault.SealAsync(payload, new SecretContext(owner, endpoint, id, SecretContext.Signing), cancellationToken).ConfigureAwait(false),
                CreatedAt = now,
            };
        }
        finally
        {
            CryptographicOperations.ZeroMemory(payload);
        }
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
        var inForce = secrets.Where(secret => IsInForce(secret, now)).ToList();
        if (inForce.Count >= MostInForce)
        {
            throw new WebhookValidationException(
                "overlap_seconds",
                $"must be 0, which revokes the old secrets at once: {inForce.Count} secrets are in force, and {MostInForce} is the most there may be.");
        }

        return [newest, .. inForce.Select(secret => secret.ExpiresAt <= end ? secret : EndingAt(secret, end))];
    }

    private static bool IsInForce(StoredSecret secret, DateTimeOffset now) => secret.ExpiresAt is null || secret.ExpiresAt > now;

    private static StoredSecret EndingAt(StoredSecret secret, DateTimeOffset end) => new()
    {
        Id = secret.Id,
        Protected = secret.Protected,
        CreatedAt = secret.CreatedAt,
        ExpiresAt = end,
    };
}
