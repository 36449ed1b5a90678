using System.Security.Cryptography;
using System.Text;

namespace WebhookKit.Protecting;

/// <summary>
/// Seals the values of an endpoint's own headers: each by itself, bound to its name. A sealed value is text that begins with a mark; a stored
/// value without it is plaintext from before there was one, or from somebody who writes into the database.
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

    /// <summary>Whether a value has to be opened, or refused, before it is used.</summary>
    public bool HasStored(WebhookEndpoint endpoint) => endpoint.Headers.Count > 0 && (!vault.ReadsPlaintext || endpoint.Headers.Values.Any(IsSealed));

    /// <summary>Opens all values as they are stored.</summary>
    /// <exception cref="Exception">One cannot be read.</exception>
    public async ValueTask<IReadOnlyDictionary<string, string>> OpenAsync(WebhookEndpoint endpoint, CancellationToken cancellationToken)
    {
        if (!HasStored(endpoint))
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

    /// <summary>Opens the values that still are sealed, where the others have been opened.</summary>
    /// <exception cref="Exception">One cannot be read.</exception>
    public async ValueTask<IReadOnlyDictionary<string, string>> OpenRestAsync(WebhookEndpoint endpoint, CancellationToken cancellationToken)
    {
        var headers = new Dictionary<string, string>(endpoint.Headers);
        foreach (var (name, value) in endpoint.Headers.Where(header => IsSealed(header.Value)))
        {
            headers[name] = await OpenAsync(endpoint, name, value, cancellationToken).ConfigureAwait(false);
        }

        return headers;
    }

    /// <summary>Opens a value as it is stored.</summary>
    /// <exception cref="Exception">It cannot be read.</exception>
    public async ValueTask<string> OpenAsync(WebhookEndpoint endpoint, string name, string value, CancellationToken cancellationToken)
    {
        if (!IsSealed(value) && vault.ReadsPlaintext)
        {
            return value;
        }

        var bytes = await vault.OpenAsync(BytesOf(Keep(value)), ContextOf(endpoint, name), cancellationToken).ConfigureAwait(false);
        var text = Encoding.UTF8.GetString(bytes);
        CryptographicOperations.ZeroMemory(bytes);
        return text;
    }

    /// <summary>
    /// What stands for a stored value that cannot be read: it looks sealed, plaintext that is refused, too. Else whoever reads the endpoint and
    /// writes it back would seal what was refused.
    /// </summary>
    public static string Keep(string value) =>
        IsSealed(value) ? value : Mark + Convert.ToBase64String(SecretVault.MarkPlain(Encoding.UTF8.GetBytes(value)));

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
