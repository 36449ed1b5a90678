namespace WebhookKit;

/// <summary>Provides the keys that secrets are encrypted under, for example from a key management service.</summary>
/// <remarks>
/// Register it with <c>UseKeyProvider&lt;T&gt;()</c>. Asked when a key is needed and the last answer is older than 30 seconds, by one caller at a
/// time; no answer is used for longer than 60 seconds, so that deliveries wait while the keys cannot be had. An answer may take 10 seconds.
/// </remarks>
public interface IKeyProvider
{
    /// <summary>Answers the current key and those before it that something may still be encrypted under.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The keys, which are disposed of after use; null where none is configured.</returns>
    ValueTask<KeySet?> GetKeysAsync(CancellationToken cancellationToken = default);
}
