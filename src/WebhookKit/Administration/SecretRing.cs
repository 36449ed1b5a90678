using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using WebhookKit.Storage;

namespace WebhookKit.Administration;

/// <summary>Issues the secrets of an endpoint and lets the old ones run out.</summary>
internal sealed partial class SecretRing(ISecretProtector protector, TimeProvider time, ILogger<SecretRing> logger)
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
        var inForce = secrets.Where(secret => IsInForce(secret, now)).ToList();
        if (inForce.Count >= MostInForce)
        {
            throw new WebhookValidationException(
                "overlap_seconds",
                $"must be 0, which revokes the old secrets at once: {inForce.Count} secrets are in force, and {MostInForce} is the most there may be.");
        }

        return [newest, .. inForce.Select(secret => secret.ExpiresAt <= end ? secret : EndingAt(secret, end))];
    }

    /// <summary>The secrets in force. Those that cannot be read are left out: what is sent is signed with the others, or not at all.</summary>
    public IReadOnlyList<WebhookSecret> Open(EndpointRecord stored)
    {
        var now = time.GetUtcNow();
        var opened = new List<WebhookSecret>(stored.Secrets.Count);
        foreach (var secret in stored.Secrets.Where(secret => IsInForce(secret, now)))
        {
            try
            {
                var key = protector.Unprotect(secret.Protected.Span, new SecretContext(stored.Endpoint.Owner, stored.Endpoint.Id, secret.Id));
                opened.Add(WebhookSecret.FromBytes(key));
                CryptographicOperations.ZeroMemory(key);
            }
            catch (CryptographicException exception)
            {
                Log.SecretUnreadable(logger, stored.Endpoint.Id, secret.Id, exception);
            }
        }

        return opened;
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
