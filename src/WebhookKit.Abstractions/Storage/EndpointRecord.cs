using System.Diagnostics;

namespace WebhookKit.Storage;

/// <summary>An endpoint as it is stored: with its protected secrets and its revision.</summary>
public sealed class EndpointRecord
{
    /// <summary>The endpoint.</summary>
    public required WebhookEndpoint Endpoint { get; init; }

    /// <summary>Its secrets, newest first.</summary>
    public required IReadOnlyList<StoredSecret> Secrets { get; init; }

    /// <summary>
    /// The client certificate with its private key, sealed by the engine like a secret; empty where it has none. A store keeps it with the
    /// endpoint and knows nothing of it.
    /// </summary>
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public ReadOnlyMemory<byte> ClientKey { get; init; }

    /// <summary>Grows with every change. Set by the store; what a caller passes in is not read.</summary>
    public long Revision { get; init; }

    /// <summary>
    /// How often something else than its deliveries has set the circuit: somebody by hand, enabling, or another URL. Set by the store.
    /// </summary>
    public int CircuitInterventions { get; init; }
}
