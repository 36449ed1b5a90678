namespace WebhookKit.Storage;

/// <summary>A change of an endpoint's circuit by hand.</summary>
public sealed class EndpointCircuitChange
{
    /// <summary>The endpoint.</summary>
    public required EndpointId Id { get; init; }

    /// <summary>Only if the endpoint belongs to this owner; null for any.</summary>
    public string? Owner { get; init; }

    /// <summary>The circuit as it shall be; null closes it.</summary>
    public EndpointCircuit? Circuit { get; init; }

    /// <summary>When, in UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What to write to the audit log.</summary>
    public required AuditEntry Audit { get; init; }
}
