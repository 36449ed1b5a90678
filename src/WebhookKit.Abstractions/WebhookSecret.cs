using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace WebhookKit;

/// <summary>
/// A symmetric signing secret, and the private key that goes with it. Never shows its bytes in text, logs or the debugger.
/// </summary>
/// <remarks>
/// The text form is that of Standard Webhooks 1.0.0: <c>whsec_</c> and base64 of 24 to 64 bytes. A secret that comes from elsewhere may be any
/// text (<see cref="TryFromText"/>). What the key is, the text or what it encodes, is the signer's affair.
/// </remarks>
[DebuggerDisplay("(redacted)")]
public sealed class WebhookSecret
{
    private const string Prefix = "whsec_";
    private const int MinBytes = 24;
    private const int MaxBytes = 64;
    private const int GeneratedBytes = 32;
    private const int ShortestText = 16;
    private const int LongestText = 128;

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly byte[] _key;

    private WebhookSecret(byte[] key, bool isText = false, WebhookPrivateKey? privateKey = null)
    {
        _key = key;
        IsText = isText;
        PrivateKey = privateKey;
    }

    /// <summary>Whether it is a text that encodes nothing: its characters are the key, whatever signs.</summary>
    public bool IsText { get; }

    /// <summary>
    /// What signers sign with whose receivers have a public key. Not a part of the text form: who has the secret cannot sign in this way.
    /// </summary>
    /// <value>
    /// Null for a secret that was made or read just now. An endpoint's secret gets one when it is stored, so that the two are rotated and
    /// revoked together.
    /// </value>
    public WebhookPrivateKey? PrivateKey { get; }

    /// <summary>The same secret with a private key.</summary>
    /// <param name="privateKey">The key.</param>
    public WebhookSecret WithPrivateKey(WebhookPrivateKey privateKey)
    {
        ArgumentNullException.ThrowIfNull(privateKey);
        return new WebhookSecret(_key, IsText, privateKey);
    }

    /// <summary>Makes a secret of 32 bytes from the system's random number generator.</summary>
    public static WebhookSecret Generate() => new(RandomNumberGenerator.GetBytes(GeneratedBytes));

    /// <summary>Makes a secret of the given bytes.</summary>
    /// <param name="key">24 to 64 bytes; they are copied.</param>
    /// <exception cref="ArgumentException">There are fewer or more bytes.</exception>
    public static WebhookSecret FromBytes(ReadOnlySpan<byte> key) =>
        key.Length is >= MinBytes and <= MaxBytes
            ? new WebhookSecret(key.ToArray())
            : throw new ArgumentException("A webhook secret has 24 to 64 bytes.", nameof(key));

    /// <summary>Reads the text form, or answers false.</summary>
    /// <param name="text"><c>whsec_</c> and base64.</param>
    /// <param name="secret">The secret.</param>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out WebhookSecret? secret)
    {
        secret = null;
        if (text is null || text.Length > 128 || !text.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[128];
        if (!Convert.TryFromBase64Chars(text.AsSpan(Prefix.Length), bytes, out var written) || written is < MinBytes or > MaxBytes)
        {
            return false;
        }

        secret = new WebhookSecret(bytes[..written].ToArray());
        CryptographicOperations.ZeroMemory(bytes);
        return true;
    }

    /// <summary>Reads a secret that another application has made, or answers false.</summary>
    /// <param name="text">
    /// <c>whsec_</c> and base64, as <see cref="Reveal"/> writes it; or 16 to 128 characters of printable ASCII that begin otherwise, with spaces
    /// inside only.
    /// </param>
    /// <param name="secret">The secret.</param>
    /// <remarks>A damaged <c>whsec_</c> is not taken for a text: receivers would check with another key.</remarks>
    public static bool TryFromText([NotNullWhen(true)] string? text, [NotNullWhen(true)] out WebhookSecret? secret)
    {
        if (text is not null && text.StartsWith(Prefix, StringComparison.Ordinal))
        {
            // Not another spelling of the same bytes: where the text is the key, that would be another key.
            if (TryParse(text, out secret) && secret.Reveal() == text)
            {
                return true;
            }

            secret = null;
            return false;
        }

        secret = text is { Length: >= ShortestText and <= LongestText } && !text.AsSpan().ContainsAnyExceptInRange(' ', '~') && text[0] != ' ' && text[^1] != ' '
            ? new WebhookSecret(Encoding.ASCII.GetBytes(text), isText: true)
            : null;
        return secret is not null;
    }

    /// <summary>The key of Standard Webhooks, for signing: what the text encodes, or where it encodes nothing, its characters. Do not copy it into text.</summary>
    public ReadOnlySpan<byte> AsSpan() => _key;

    /// <summary>The text form, to be shown once: when the secret is created or rotated.</summary>
    public string Reveal() => IsText ? Encoding.ASCII.GetString(_key) : Prefix + Convert.ToBase64String(_key);

    /// <summary>Always <c>whsec_(redacted)</c>.</summary>
    public override string ToString() => "whsec_(redacted)";
}
