namespace WebhookKit.AspNetCore.Answers;

internal sealed class CircuitDocument
{
    public required string State { get; init; }

    public required DateTime OpenedAt { get; init; }

    public required DateTime OpenUntil { get; init; }

    public static CircuitDocument? From(EndpointCircuit? circuit, DateTimeOffset now) =>
        circuit is null
            ? null
            : new()
            {
                State = circuit.IsOpenAt(now) ? "open" : "half_open",
                OpenedAt = circuit.OpenedAt.UtcDateTime,
                OpenUntil = circuit.OpenUntil.UtcDateTime,
            };
}
