namespace WebhookKit.Storage;

/// <summary>Keeps endpoints. Every change is written together with its audit entry, or not at all.</summary>
public interface IEndpointStore
{
    /// <summary>Stores a new endpoint with its subscriptions and secrets.</summary>
    /// <param name="creation">The endpoint.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask<EndpointRecord> CreateAsync(EndpointCreation creation, CancellationToken cancellationToken = default);

    /// <summary>
    /// Replaces an endpoint's URL, subscriptions, description, metadata, headers, retry settings, rate limit, filter, TLS with its key and
    /// secrets, if its revision is still the expected one. Status, owner and creation time stay as they are.
    /// </summary>
    /// <param name="update">The endpoint as it shall be.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The endpoint as it is now, or null where it does not exist or has changed meanwhile.</returns>
    ValueTask<EndpointRecord?> UpdateAsync(EndpointUpdate update, CancellationToken cancellationToken = default);

    /// <summary>
    /// Enables, disables or pauses an endpoint. Disabling cancels what is pending for it; pausing and enabling cancel nothing.
    /// </summary>
    /// <param name="change">The new status.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The endpoint as it is now, or null where it does not exist or is not as <see cref="EndpointStatusChange.From"/> says.</returns>
    ValueTask<EndpointRecord?> SetStatusAsync(EndpointStatusChange change, CancellationToken cancellationToken = default);

    /// <summary>
    /// Notes since when endpoints fail. Endpoints that do not exist are passed over. It is no change of an endpoint: its revision and
    /// the time of its last change stay, and nothing is written to the audit log.
    /// </summary>
    /// <remarks>Enabling an endpoint and giving it another URL forget since when it fails.</remarks>
    /// <param name="failures">Since when; at most one for each endpoint.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask NoteFailuresAsync(IReadOnlyCollection<EndpointFailure> failures, CancellationToken cancellationToken = default);

    /// <summary>
    /// Notes what has become of circuits. Endpoints that do not exist, and those whose circuit was set otherwise meanwhile, are passed over.
    /// It is no change of an endpoint: its revision and the time of its last change stay, and nothing is written to the audit log.
    /// </summary>
    /// <remarks>Enabling an endpoint and giving it another URL close its circuit, and count as an intervention.</remarks>
    /// <param name="notes">The circuits; at most one for each endpoint.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask NoteCircuitsAsync(IReadOnlyCollection<CircuitNote> notes, CancellationToken cancellationToken = default);

    /// <summary>Opens or closes the circuit of an endpoint by hand, whatever its deliveries make of it, and counts the intervention.</summary>
    /// <param name="change">The circuit.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The endpoint as it is now, or null where it does not exist.</returns>
    ValueTask<EndpointRecord?> SetCircuitAsync(EndpointCircuitChange change, CancellationToken cancellationToken = default);

    /// <summary>Deletes an endpoint and cancels what is pending for it. Its history stays until retention removes it.</summary>
    /// <param name="deletion">Which one.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>Whether it existed.</returns>
    ValueTask<bool> DeleteAsync(EndpointDeletion deletion, CancellationToken cancellationToken = default);

    /// <summary>Reads one endpoint.</summary>
    /// <param name="query">Which one.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The endpoint, or null where it does not exist or belongs to another owner.</returns>
    ValueTask<EndpointRecord?> FindAsync(EndpointQuery query, CancellationToken cancellationToken = default);

    /// <summary>Lists endpoints, in the order of their ids.</summary>
    /// <param name="query">Which ones.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask<EndpointPage> ListAsync(EndpointListQuery query, CancellationToken cancellationToken = default);
}
