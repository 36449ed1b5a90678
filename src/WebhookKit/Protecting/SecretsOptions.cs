using System.Diagnostics;

namespace WebhookKit.Protecting;

/// <summary>The keys that secrets at rest are encrypted under. Section <c>Secrets</c>.</summary>
/// <remarks>Read again while the host runs, about every 30 seconds: a key can be added and made the current one without a restart.</remarks>
[DebuggerDisplay("{CurrentKey} (redacted)")]
public sealed class SecretsOptions
{
    /// <summary>
    /// The keys by their ids: each the base64 of 32 random bytes, as <c>openssl rand -base64 32</c> prints them. An id has up to 64 letters,
    /// digits, dots, hyphens and underscores, and stands for one key for ever.
    /// </summary>
    /// <value>Empty by default. The host does not start then outside the Development environment.</value>
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public IDictionary<string, string> Keys { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The id of the key that encrypts from now on; the others only decrypt.</summary>
    /// <value>Null by default, which is enough for a single key.</value>
    public string? CurrentKey { get; set; }

    /// <summary>
    /// A file with the keys, instead of <see cref="Keys"/>, such as a mounted secret of Docker or Kubernetes: JSON,
    /// <c>{"current":"2026-11","keys":{"2026-11":"…"}}</c>.
    /// </summary>
    /// <value>Null by default.</value>
    public string? KeyFile { get; set; }

    /// <summary>
    /// Whether signing secrets, values of headers and client certificates that are stored in plaintext are read. Switch it off once
    /// re-encryption has left none.
    /// </summary>
    /// <value>True by default.</value>
    public bool ReadPlaintext { get; set; } = true;
}
