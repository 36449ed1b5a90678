using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using WebhookKit.Retrying;
using WebhookKit.Storage;

namespace WebhookKit.Dispatching;

/// <summary>Makes a stored endpoint ready for sending.</summary>
internal sealed partial class LaneEndpointFactory(ISecretProtector protector, RetryPolicies policies, ILogger<LaneEndpointFactory> logger)
{
    public LaneEndpoint Create(EndpointRecord record) =>
        new(record.Endpoint, record.Revision, [.. record.Secrets.Select(secret => Read(record.Endpoint, secret)).OfType<LaneSecret>()], new GuardedRetryPolicy(policies.For(record.Endpoint.Retry), logger));

    // A secret that cannot be read signs nothing; with none left the attempt fails as signing unavailable, never unsigned.
    private LaneSecret? Read(WebhookEndpoint endpoint, StoredSecret stored)
    {
        try
        {
            var key = protector.Unprotect(stored.Protected.Span, new SecretContext(endpoint.Owner, endpoint.Id, stored.Id));
            var secret = new LaneSecret(WebhookSecret.FromBytes(key), stored.ExpiresAt);
            CryptographicOperations.ZeroMemory(key);
            return secret;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            Log.SecretUnreadable(logger, stored.Id, endpoint.Id, exception);
            return null;
        }
    }
}
