using WebhookKit.Storage;

namespace WebhookKit.Administration;

/// <summary>Opens and closes circuits by hand.</summary>
internal sealed class CircuitSwitch(IEndpointStore store, AuditWriter audit, TimeProvider time)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    public Task<WebhookEndpoint?> OpenAsync(WebhookEndpoint endpoint, TimeSpan duration, string? reason, WebhookCaller caller, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return SetAsync(endpoint, new EndpointCircuit(now, now + duration, Openings: 1), AuditActions.CircuitOpened, reason, now, caller, cancellationToken);
    }

    public Task<WebhookEndpoint?> CloseAsync(WebhookEndpoint endpoint, WebhookCaller caller, CancellationToken cancellationToken) =>
        SetAsync(endpoint, circuit: null, AuditActions.CircuitClosed, reason: null, time.GetUtcNow(), caller, cancellationToken);

    public static void RequireDuration(TimeSpan duration)
    {
        if (duration < Shortest || duration > Longest)
        {
            throw new WebhookValidationException("duration_seconds", $"must be from {Shortest.TotalSeconds:0} to {Longest.TotalSeconds:0} (30 days); was {duration.TotalSeconds:0.###}.");
        }
    }

    private async Task<WebhookEndpoint?> SetAsync(
        WebhookEndpoint endpoint, EndpointCircuit? circuit, string action, string? reason, DateTimeOffset now, WebhookCaller caller, CancellationToken cancellationToken)
    {
        var change = new EndpointCircuitChange
        {
            Id = endpoint.Id,
            Owner = caller.Owner,
            Circuit = circuit,
            At = now,
            Audit = audit.Write(action, endpoint.Id.ToString(), endpoint.Owner, caller, reason),
        };
        return (await store.SetCircuitAsync(change, cancellationToken).ConfigureAwait(false))?.Endpoint;
    }
}
