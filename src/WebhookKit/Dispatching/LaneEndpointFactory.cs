using Microsoft.Extensions.Logging;
using WebhookKit.Filtering;
using WebhookKit.Pacing;
using WebhookKit.Protecting;
using WebhookKit.Retrying;
using WebhookKit.Storage;

namespace WebhookKit.Dispatching;

/// <summary>Makes a stored endpoint ready for sending.</summary>
internal sealed partial class LaneEndpointFactory(EndpointOpener opener, RetryPolicies policies, OwnerPaces paces, OpenedKeys openedKeys, ILogger<LaneEndpointFactory> logger)
{
    public LaneEndpoint Create(EndpointRecord record)
    {
        var endpoint = record.Endpoint;
        if (endpoint.Retry?.Policy is { } policy && policies.Find(policy) is null)
        {
            Log.RetryPolicyUnknown(logger, endpoint.Id, policy);
        }

        var known = new LaneEndpoint(endpoint, record.Revision, new LaneKeys(record, opener, openedKeys), new GuardedRetryPolicy(policies.For(endpoint.Retry), logger))
        {
            OwnerPace = paces.For(endpoint.Owner),
            CircuitInterventions = record.CircuitInterventions,
            Filter = endpoint.Filter is { } filter ? FilterParser.Parse(filter, out _) : null,
        };
        if (known.HasUnreadableFilter)
        {
            Log.FilterUnreadable(logger, endpoint.Id);
        }

        return known;
    }
}
