using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using WebhookKit.Filtering;
using WebhookKit.Retrying;
using WebhookKit.Storage;

namespace WebhookKit.Dispatching;

/// <summary>Makes a stored endpoint ready for sending.</summary>
internal sealed partial class LaneEndpointFactory(ISecretProtector protector, RetryPolicies policies, ILogger<LaneEndpointFactory> logger)
{
    public LaneEndpoint Create(EndpointRecord record)
    {
        var endpoint = record.Endpoint;
        if (endpoint.Retry?.Policy is { } policy && policies.Find(policy) is null)
        {
            Log.RetryPolicyUnknown(logger, endpoint.Id, policy);
        }

        var secrets = record.Secrets.Select(secret => Read(endpoint, secret)).OfType<LaneSecret>();
        var known = new LaneEndpoint(endpoint, record.Revision, [.. secrets], new GuardedRetryPolicy(policies.For(endpoint.Retry), logger))
        {
            CircuitInterventions = record.CircuitInterventions,
            Filter = endpoint.Filter is { } filter ? FilterParser.Parse(filter, out _) : null,
        };
        if (known.HasUnreadableFilter)
        {
            Log.FilterUnreadable(logger, endpoint.Id);
        }

        return known;
    }

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
