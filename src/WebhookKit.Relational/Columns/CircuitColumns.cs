namespace WebhookKit.Relational.Columns;

/// <summary>An endpoint's circuit as three columns, of which the moments are null while it is closed.</summary>
internal static class CircuitColumns
{
    public static EndpointCircuit? Read(DateTimeOffset? openedAt, DateTimeOffset? openUntil, int openings) =>
        openedAt is { } since && openUntil is { } until ? new EndpointCircuit(since, until, openings) : null;
}
