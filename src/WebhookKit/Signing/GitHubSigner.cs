using System.Security.Cryptography;

namespace WebhookKit.Signing;

/// <summary>Signs as GitHub does: one HMAC-SHA256 over the body, under the text of the newest secret.</summary>
/// <remarks>Receivers compare the header as a whole, so that there is no place for a second signature.</remarks>
internal sealed class GitHubSigner : IWebhookSigner
{
    private const string Prefix = "sha256=";
    private const int HashLength = 2 * HMACSHA256.HashSizeInBytes;

    public IReadOnlyList<string> HeaderNames { get; } = [GitHubHeaders.Signature];

    public void Sign(SignatureRequest request, SignatureHeaders headers)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(headers);
        SecretRules.RequireOne(request);

        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Span<char> text = stackalloc char[Prefix.Length + HashLength];
        KeyedHash.ComputeWithText(request.Secrets[0], request.Body.Span, [], hash);
        Prefix.CopyTo(text);
        Convert.TryToHexStringLower(hash, text[Prefix.Length..], out _);
        headers.Set(GitHubHeaders.Signature, new string(text));
    }
}
