namespace WebhookKit.Protecting;

/// <summary>What is needed to sign for an endpoint and to be let in by it.</summary>
internal sealed class OpenedEndpoint(IReadOnlyList<OpenedSecret> secrets, IReadOnlyDictionary<string, string> headers, byte[]? clientKey)
{
    // Most endpoints have one secret that never expires: the same list serves every attempt.
    private readonly WebhookSecret[]? _withoutEnd =
        secrets.All(secret => secret.ExpiresAt is null) ? [.. secrets.Select(secret => secret.Secret)] : null;

    /// <summary>The endpoint's own headers.</summary>
    public IReadOnlyDictionary<string, string> Headers => headers;

    /// <summary>The endpoint's client certificate with its key, as PKCS#12 without a password; empty where it has none.</summary>
    public ReadOnlyMemory<byte> ClientKey => clientKey;

    /// <summary>The secrets that sign at a moment, newest first. Expiry is checked for every attempt.</summary>
    public IReadOnlyList<WebhookSecret> SecretsAt(DateTimeOffset now) => _withoutEnd ?? InForceAt(now);

    public override string ToString() => "(redacted)";

    // By itself, because what it captures is allocated where a method begins.
    private WebhookSecret[] InForceAt(DateTimeOffset now) =>
        [.. secrets.Where(secret => secret.ExpiresAt is null || secret.ExpiresAt > now).Select(secret => secret.Secret)];
}
