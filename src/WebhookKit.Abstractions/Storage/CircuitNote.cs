namespace WebhookKit.Storage;

/// <summary>What has become of the circuit of an endpoint by its deliveries.</summary>
/// <param name="Endpoint">The endpoint.</param>
/// <param name="Interventions">
/// Only if <see cref="EndpointRecord.CircuitInterventions"/> still is this: what somebody decided meanwhile is not overwritten.
/// </param>
/// <param name="Circuit">The circuit; null where it is closed.</param>
public readonly record struct CircuitNote(EndpointId Endpoint, int Interventions, EndpointCircuit? Circuit);
