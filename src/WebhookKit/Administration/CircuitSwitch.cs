using WebhookKit.Storage;

namespace WebhookKit.Administration;

/// <summary>Opens and closes circuits by hand.</summary>
internal sealed class CircuitSwitch(IEndpointStore store, ILeaseStore leases, AuditWriter audit)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    public Task<WebhookEndpoint?> OpenAsync(WebhookEndpoint endpoint, TimeSpan duration, string? reason, WebhookCaller caller, CancellationToken cancellationToken) =>
        SetAsync(endpoint, now => new EndpointCircuit(now, now + duration, Openings: 1), AuditActions.CircuitOpened, reason, caller, cancellationToken);

    public Task<WebhookEndpoint?> CloseAsync(WebhookEndpoint endpoint, WebhookCaller caller, CancellationToken cancellationToken) =>
        SetAsync(endpoint, _ => null, AuditActions.CircuitClosed, reason: null, caller, cancellationToken);

    public static void RequireDuration(TimeSpan duration)
    {
        if (duration < Shortest || duration > Longest)
        {
            throw new WebhookValidationException("duration_seconds", $"must be from {Shortest.TotalSeconds:0} to {Longest.TotalSeconds:0} (30 days); was {duration.TotalSeconds:0.###}.");
        }
    }

    private async Task<WebhookEndpoint?> SetAsync(
        WebhookEndpoint endpoint, Func<DateTimeOffset, EndpointCircuit?> circuitAt, string action, string? reason, WebhookCaller caller, CancellationToken cancellationToken)
    {
        // By the clock that whoever sends goes by.
        var now = (await leases.FindHolderAsync(endpoint.Id.Partition, cancellationToken).ConfigureAwait(false)).StoreTime;
        var change = new EndpointCircuitChange
        {
            Id = endpoint.Id,
            Owner = caller.Owner,
            Circuit = circuitAt(now),
            At = now,
            Audit = audit.Write(action, endpoint.Id.ToString(), endpoint.Owner, caller, reason),
        };
        return (await store.SetCircuitAsync(change, cancellationToken).ConfigureAwait(false))?.Endpoint;
    }
}
