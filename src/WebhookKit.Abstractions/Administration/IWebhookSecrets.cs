namespace WebhookKit.Administration;

/// <summary>Looks after the keys that secrets at rest are encrypted under.</summary>
public interface IWebhookSecrets
{
    /// <summary>Counts what is encrypted under which key. An old key on which nothing is left can be removed.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<SecretKeyReport> CountAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Re-encrypts the secrets, headers and client certificates of endpoints under the current key, those stored in plaintext among them. Works while deliveries
    /// are made and secrets are rotated: what somebody else changes meanwhile is read again and never overwritten. May be stopped and called
    /// again at any time; what is done stays done. An expired secret that cannot be read is removed.
    /// </summary>
    /// <param name="caller">Who asks, for the audit log. Only a caller of the application, without an owner.</param>
    /// <param name="limit">At most so many endpoints; null for all.</param>
    /// <param name="cancellationToken">Stops between two endpoints.</param>
    /// <returns>What is encrypted under which key afterwards.</returns>
    /// <exception cref="ArgumentException">The caller has an owner.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The limit is less than 1.</exception>
    Task<SecretKeyReport> ReencryptAsync(WebhookCaller caller, int? limit = null, CancellationToken cancellationToken = default);
}
