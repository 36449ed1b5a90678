namespace WebhookKit.InMemory;

/// <summary>What of an endpoint is not said by whoever manages it, but follows from what happens to it.</summary>
internal sealed record EndpointState(EndpointStatus Status, string? StatusReason, DateTimeOffset? FailingSince = null, EndpointCircuit? Circuit = null)
{
    public static EndpointState Of(WebhookEndpoint endpoint) =>
        new(endpoint.Status, endpoint.StatusReason, endpoint.FailingSince, endpoint.Circuit);

    /// <summary>What has gone wrong so far says nothing about the endpoint any more.</summary>
    public EndpointState Anew() => this with { FailingSince = null, Circuit = null };
}
