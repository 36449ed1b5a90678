using WebhookKit.Storage;

namespace WebhookKit.Administration;

/// <summary>Manages endpoints: what the HTTP API does, for code.</summary>
/// <remarks>
/// Thread-safe; a singleton. Every method throws <see cref="WebhookValidationException"/> for input that breaks a rule and
/// <see cref="WebhookStoreException"/> when the database does not answer. Every change is written to the audit log.
/// </remarks>
public interface IWebhookEndpoints
{
    /// <summary>Creates an endpoint, with a new secret unless one is given.</summary>
    /// <param name="input">The endpoint.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<EndpointWithSecret> CreateAsync(EndpointInput input, WebhookCaller caller, CancellationToken cancellationToken = default);

    /// <summary>Replaces what can be changed of an endpoint. Its owner, secrets and status stay.</summary>
    /// <param name="id">The endpoint.</param>
    /// <param name="input">The endpoint as it shall be.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The endpoint, or null where it does not exist.</returns>
    Task<WebhookEndpoint?> UpdateAsync(EndpointId id, EndpointInput input, WebhookCaller caller, CancellationToken cancellationToken = default);

    /// <summary>Reads an endpoint.</summary>
    /// <param name="id">The endpoint.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The endpoint, or null where it does not exist.</returns>
    Task<WebhookEndpoint?> FindAsync(EndpointId id, WebhookCaller caller, CancellationToken cancellationToken = default);

    /// <summary>Lets an endpoint take part in delivery again. What was cancelled stays cancelled.</summary>
    /// <param name="id">The endpoint.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The endpoint, or null where it does not exist.</returns>
    Task<WebhookEndpoint?> EnableAsync(EndpointId id, WebhookCaller caller, CancellationToken cancellationToken = default);

    /// <summary>Takes an endpoint out of delivery and cancels what is pending for it.</summary>
    /// <param name="id">The endpoint.</param>
    /// <param name="reason">Why, for people; at most 500 characters.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The endpoint, or null where it does not exist.</returns>
    Task<WebhookEndpoint?> DisableAsync(EndpointId id, string? reason, WebhookCaller caller, CancellationToken cancellationToken = default);

    /// <summary>
    /// Holds an endpoint's deliveries: events go on being queued for it, and no request starts until it is resumed. One that is
    /// disabled stays so.
    /// </summary>
    /// <param name="id">The endpoint.</param>
    /// <param name="reason">Why, for people; at most 500 characters.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The endpoint as it is now, or null where it does not exist.</returns>
    Task<WebhookEndpoint?> PauseAsync(EndpointId id, string? reason, WebhookCaller caller, CancellationToken cancellationToken = default);

    /// <summary>
    /// Lets a paused endpoint's deliveries go on, each at its time, or at once where that has passed. One that is disabled stays so.
    /// </summary>
    /// <param name="id">The endpoint.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The endpoint as it is now, or null where it does not exist.</returns>
    Task<WebhookEndpoint?> ResumeAsync(EndpointId id, WebhookCaller caller, CancellationToken cancellationToken = default);

    /// <summary>
    /// Opens an endpoint's circuit by hand: its deliveries wait for a time, then one is tried; if it succeeds, they go on.
    /// </summary>
    /// <param name="id">The endpoint.</param>
    /// <param name="duration">For how long: 1 second to 30 days.</param>
    /// <param name="reason">Why, for people; at most 500 characters.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The endpoint, or null where it does not exist.</returns>
    Task<WebhookEndpoint?> OpenCircuitAsync(
        EndpointId id, TimeSpan duration, string? reason, WebhookCaller caller, CancellationToken cancellationToken = default);

    /// <summary>Closes an endpoint's circuit by hand: its deliveries go on at once, one at a time until they succeed.</summary>
    /// <param name="id">The endpoint.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The endpoint, or null where it does not exist.</returns>
    Task<WebhookEndpoint?> CloseCircuitAsync(EndpointId id, WebhookCaller caller, CancellationToken cancellationToken = default);

    /// <summary>Deletes an endpoint and cancels what is pending for it.</summary>
    /// <param name="id">The endpoint.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>Whether it existed.</returns>
    Task<bool> DeleteAsync(EndpointId id, WebhookCaller caller, CancellationToken cancellationToken = default);

    /// <summary>Gives an endpoint a new secret. The ones in force go on signing beside it for the overlap, then end.</summary>
    /// <param name="id">The endpoint.</param>
    /// <param name="rotation">The new secret and the overlap.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The endpoint with the new secret, or null where it does not exist.</returns>
    Task<EndpointWithSecret?> RotateSecretAsync(EndpointId id, SecretRotation rotation, WebhookCaller caller, CancellationToken cancellationToken = default);

    /// <summary>
    /// Sends a signed event of type <c>webhook.test</c> to an endpoint at once, by the same way and under the same rules as
    /// a delivery, and answers what came back. Nothing is queued or retried.
    /// </summary>
    /// <param name="id">The endpoint.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The attempt, or null where the endpoint does not exist.</returns>
    /// <exception cref="WebhookTestLimitException">This process has sent 600 tests within the minute for the endpoint's owner, and the caller is not <see cref="WebhookCaller.Application"/>.</exception>
    Task<DeliveryAttempt?> TestAsync(EndpointId id, WebhookCaller caller, CancellationToken cancellationToken = default);
}
