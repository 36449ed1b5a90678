using System.Diagnostics.CodeAnalysis;
using WebhookKit.Storage;

namespace WebhookKit.InMemory;

/// <summary>Endpoints by id, and the subscriptions of those that are not disabled.</summary>
internal sealed class EndpointTable
{
    private readonly OrderedTable<EndpointId, EndpointRecord> _records = new(Comparer<EndpointId>.Default);
    private readonly Dictionary<(string Owner, string Pattern), HashSet<EndpointId>> _subscriptions = [];
    private long _revision;

    public bool TryGet(EndpointId id, [MaybeNullWhen(false)] out EndpointRecord record) => _records.TryGet(id, out record);

    public bool TryGet(EndpointId id, string? owner, [MaybeNullWhen(false)] out EndpointRecord record) =>
        _records.TryGet(id, out record) && (owner is null || record.Endpoint.Owner == owner);

    public IEnumerable<EndpointRecord> After(EndpointId? id) => _records.Ascending(id);

    /// <summary>The endpoints that an event is for and that are not disabled, each once.</summary>
    public IReadOnlyList<EndpointId> Matching(WebhookEvent published) =>
        [.. EventTypePattern.PatternsFor(published.Type)
            .SelectMany(pattern => _subscriptions.TryGetValue((published.Owner, pattern), out var endpoints) ? endpoints : [])
            .Distinct()];

    public EndpointRecord Add(WebhookEndpoint endpoint, EndpointRecord keys)
    {
        var record = NewRecord(endpoint, keys, circuitInterventions: 0);
        _records.Add(endpoint.Id, record);
        Subscribe(record);
        return record;
    }

    /// <summary>Puts another record in the place of one.</summary>
    /// <param name="old">The one that was there.</param>
    /// <param name="endpoint">The endpoint as it is now.</param>
    /// <param name="keys">The record that has its secrets and its client key.</param>
    /// <param name="circuitIsSet">Whether the circuit was set by something else than its deliveries.</param>
    public EndpointRecord Replace(EndpointRecord old, WebhookEndpoint endpoint, EndpointRecord keys, bool circuitIsSet)
    {
        var record = NewRecord(endpoint, keys, old.CircuitInterventions + (circuitIsSet ? 1 : 0));
        Unsubscribe(old);
        _records.Replace(endpoint.Id, record);
        Subscribe(record);
        return record;
    }

    /// <summary>Puts a record in the place of one that differs in nothing that others have to hear of: the revision stays.</summary>
    public void Amend(EndpointRecord old, WebhookEndpoint endpoint) =>
        _records.Replace(endpoint.Id, new EndpointRecord
        {
            Endpoint = endpoint,
            Secrets = old.Secrets,
            ClientKey = old.ClientKey,
            Revision = old.Revision,
            CircuitInterventions = old.CircuitInterventions,
        });

    public void Remove(EndpointRecord record)
    {
        Unsubscribe(record);
        _records.Remove(record.Endpoint.Id);
    }

    private EndpointRecord NewRecord(WebhookEndpoint endpoint, EndpointRecord keys, int circuitInterventions) =>
        new()
        {
            Endpoint = endpoint,
            Secrets = keys.Secrets,
            ClientKey = keys.ClientKey,
            Revision = ++_revision,
            CircuitInterventions = circuitInterventions,
        };

    private void Subscribe(EndpointRecord record)
    {
        if (record.Endpoint.Status == EndpointStatus.Disabled)
        {
            return;
        }

        foreach (var pattern in record.Endpoint.Events)
        {
            var key = (record.Endpoint.Owner, pattern);
            if (!_subscriptions.TryGetValue(key, out var endpoints))
            {
                _subscriptions.Add(key, endpoints = []);
            }

            endpoints.Add(record.Endpoint.Id);
        }
    }

    private void Unsubscribe(EndpointRecord record)
    {
        foreach (var pattern in record.Endpoint.Events)
        {
            var key = (record.Endpoint.Owner, pattern);
            if (_subscriptions.TryGetValue(key, out var endpoints) && endpoints.Remove(record.Endpoint.Id) && endpoints.Count == 0)
            {
                _subscriptions.Remove(key);
            }
        }
    }
}
