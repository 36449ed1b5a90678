namespace WebhookKit;

/// <summary>
/// The circuit of an endpoint while it is not closed: too many requests have failed, so that deliveries wait, without losing an
/// attempt, until one that is tried succeeds.
/// </summary>
/// <param name="OpenedAt">Since when it is not closed, in UTC.</param>
/// <param name="OpenUntil">
/// No request starts before, in UTC. From then on it is half-open: one request at a time is tried; the first that succeeds closes it,
/// and one that fails opens it again, for longer.
/// </param>
/// <param name="Openings">How often it has opened since it was closed, which is one more than the tries that have failed.</param>
public sealed record EndpointCircuit(DateTimeOffset OpenedAt, DateTimeOffset OpenUntil, int Openings)
{
    /// <summary>Whether no request starts at a moment.</summary>
    /// <param name="now">The moment.</param>
    public bool IsOpenAt(DateTimeOffset now) => now < OpenUntil;
}
