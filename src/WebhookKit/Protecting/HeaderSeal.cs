using System.Security.Cryptography;
using System.Text;

namespace WebhookKit.Protecting;

/// <summary>
/// Seals the values of an endpoint's own headers: each by itself, bound to its name. A sealed value is text that begins with a mark; a value
/// without it is plaintext from before there was one.
/// </summary>
internal sealed class HeaderSeal(SecretVault vault)
{
    public const string Mark = "wksealed:";

    public static bool IsSealed(string value) => value.StartsWith(Mark, StringComparison.Ordinal);

    /// <summary>Seals what is not sealed yet. A sealed value is one that could not be read, and is kept as it is.</summary>
    public async ValueTask<IReadOnlyDictionary<string, string>> SealAsync(WebhookEndpoint endpoint, CancellationToken cancellationToken)
    {
        if (endpoint.Headers.Count == 0)
        {
            return endpoint.Headers;
        }

        var headers = new Dictionary<string, string>(endpoint.Headers.Count);
        foreach (var (name, value) in endpoint.Headers)
        {
            headers[name] = IsSealed(value)
                ? value
                : Mark + Convert.ToBase64String(await vault.SealAsync(Encoding.UTF8.GetBytes(value), ContextOf(endpoint, name), cancellationToken).ConfigureAwait(false));
        }

        return headers;
    }

    /// <summary>Opens all values.</summary>
    /// <exception cref="Exception">One cannot be read.</exception>
    public async ValueTask<IReadOnlyDictionary<string, string>> OpenAsync(WebhookEndpoint endpoint, CancellationToken cancellationToken)
    {
        if (!endpoint.Headers.Values.Any(IsSealed))
        {
            return endpoint.Headers;
        }

        var headers = new Dictionary<string, string>(endpoint.Headers.Count);
        foreach (var (name, value) in endpoint.Headers)
        {
            headers[name] = await OpenAsync(endpoint, name, value, cancellationToken).ConfigureAwait(false);
        }

        return headers;
    }

    public async ValueTask<string> OpenAsync(WebhookEndpoint endpoint, string name, string value, CancellationToken cancellationToken)
    {
        if (!IsSealed(value))
        {
            return value;
        }

        var bytes = await vault.OpenAsync(BytesOf(value), ContextOf(endpoint, name), cancellationToken).ConfigureAwait(false);
        var text = Encoding.UTF8.GetString(bytes);
        CryptographicOperations.ZeroMemory(bytes);
        return text;
    }

    /// <summary>The key that a value is under.</summary>
    public async ValueTask<SecretKeyUse> FindKeyAsync(WebhookEndpoint endpoint, string name, string value, CancellationToken cancellationToken) =>
        IsSealed(value)
            ? await vault.FindKeyAsync(BytesOf(value), ContextOf(endpoint, name), cancellationToken).ConfigureAwait(false)
            : new SecretKeyUse(SecretVault.PlaintextId, IsCurrent: false);

    /// <summary>An endpoint with other headers, and otherwise as it is.</summary>
    public static WebhookEndpoint With(WebhookEndpoint endpoint, IReadOnlyDictionary<string, string> headers) => ReferenceEquals(headers, endpoint.Headers) ? endpoint : new()
    {
        Id = endpoint.Id,
        Url = endpoint.Url,
        Events = endpoint.Events,
        Owner = endpoint.Owner,
        Description = endpoint.Description,
        Metadata = endpoint.Metadata,
        Headers = headers,
        Retry = endpoint.Retry,
        RateLimit = endpoint.RateLimit,
        Filter = endpoint.Filter,
        Tls = endpoint.Tls,
        Ordering = endpoint.Ordering,
        Signers = endpoint.Signers,
        Status = endpoint.Status,
        StatusReason = endpoint.StatusReason,
        FailingSince = endpoint.FailingSince,
        Circuit = endpoint.Circuit,
        CreatedAt = endpoint.CreatedAt,
        UpdatedAt = endpoint.UpdatedAt,
    };

    private static byte[] BytesOf(string value)
    {
        var bytes = new byte[value.Length];
        return Convert.TryFromBase64Chars(value.AsSpan(Mark.Length), bytes, out var written)
            ? bytes[..written]
            : throw new CryptographicException("The stored value of a header cannot be read: it is not base64.");
    }

    private static SecretContext ContextOf(WebhookEndpoint endpoint, string name) => new(endpoint.Owner, endpoint.Id, Guid.Empty, "header:" + name.ToLowerInvariant());
}
