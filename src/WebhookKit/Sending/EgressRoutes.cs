using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace WebhookKit.Sending;

/// <summary>
/// Finds the way out for an endpoint. The only place that asks which policy is whose: what is judged, at whatever moment, and what is
/// connected come from one answer.
/// </summary>
/// <remarks>Safe to call concurrently.</remarks>
internal sealed partial class EgressRoutes(
    IServiceProvider services, IEgressPolicy policy, ConnectorFactory connectors, ILogger<EgressRoutes> logger, IEgressPolicySelector? selector = null) : IDisposable
{
    /// <summary>So many unknown names are remembered as told; beyond them, each is told each time.</summary>
    private const int MostTold = 1000;

    private readonly ConcurrentDictionary<string, EgressRoute> _named = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _told = new(StringComparer.Ordinal);

    /// <summary>The way of all endpoints for which no policy is named.</summary>
    public EgressRoute Default { get; } = new("", policy, connectors.Create(policy, ""));

    /// <summary>Finds the way out for an endpoint, as it is now.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="owner">Its owner.</param>
    /// <param name="url">Its URL, with the host name in ASCII.</param>
    /// <param name="route">The way.</param>
    /// <param name="failure">Why there is none: nothing may be sent then, least of all by another way.</param>
    public bool TryFind(EndpointId endpoint, string owner, string url, [NotNullWhen(true)] out EgressRoute? route, out AttemptFailure failure)
    {
        (route, failure) = (Default, default);
        if (selector is null)
        {
            return true;
        }

        string? name;
        try
        {
            name = selector.Select(new EgressTarget { Endpoint = endpoint, Owner = owner, Url = url });
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            Log.SelectionFailed(logger, exception, endpoint);
            (route, failure) = (null, AttemptFailure.EgressSelectionFailed);
            return false;
        }

        if (name is null || (route = Named(name)) is not null)
        {
            return true;
        }

        if (_told.Count >= MostTold || _told.TryAdd(name, true))
        {
            Log.PolicyUnknown(logger, name, endpoint);
        }

        failure = AttemptFailure.EgressPolicyUnknown;
        return false;
    }

    public void Dispose()
    {
        foreach (var route in _named.Values.Append(Default))
        {
            route.Connector.Dispose();
        }
    }

    private EgressRoute? Named(string name)
    {
        if (_named.TryGetValue(name, out var known))
        {
            return known;
        }

        return services.GetKeyedService<IEgressPolicy>(name) is { } named
            ? _named.GetOrAdd(name, static (name, parts) => new EgressRoute(name, parts.named, parts.connectors.Create(parts.named, name)), (named, connectors))
            : null;
    }
}
