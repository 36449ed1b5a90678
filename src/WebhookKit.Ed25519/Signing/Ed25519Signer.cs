using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Unicode;
using WebhookKit.Signing;

namespace WebhookKit.Ed25519.Signing;

/// <summary>Signs as Standard Webhooks 1.0.0 says: <c>v1a</c>, Ed25519 over <c>id.timestamp.body</c>, one signature for the private key of each secret.</summary>
internal sealed class Ed25519Signer : IPublicKeySigner
{
    private const string Version = "v1a,";
    private const int SignatureLength = 64;
    private const int LengthOfOne = 4 + 88;
    private const int LongestPrefix = 128;

    public IReadOnlyList<string> HeaderNames { get; } =
        [StandardWebhooksHeaders.Id, StandardWebhooksHeaders.Timestamp, StandardWebhooksHeaders.Signature];

    public void Sign(SignatureRequest request, SignatureHeaders headers)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(headers);

        var keys = request.Secrets.Select(secret => secret.PrivateKey).OfType<WebhookPrivateKey>().ToArray();
        if (keys.Length == 0)
        {
            throw new ArgumentException("No secret in force has a private key to sign with; rotate the endpoint's secret.", nameof(request));
        }

        var id = request.EventId.ToString();
        var timestamp = request.Timestamp.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        headers.Set(StandardWebhooksHeaders.Id, id);
        headers.Set(StandardWebhooksHeaders.Timestamp, timestamp);
        headers.Set(StandardWebhooksHeaders.Signature, SignWithAll(keys, id, timestamp, request.Body.Span));
    }

    public WebhookPublicKey FindPublicKey(WebhookPrivateKey privateKey)
    {
        ArgumentNullException.ThrowIfNull(privateKey);
        return new WebhookPublicKey { Curve = "Ed25519", Bytes = KeyPair.Of(privateKey).PublicKey };
    }

    public bool TryReadPrivateKey([NotNullWhen(true)] string? text, [NotNullWhen(true)] out WebhookPrivateKey? privateKey) =>
        Ed25519PrivateKey.TryParse(text, out privateKey);

    private static string SignWithAll(WebhookPrivateKey[] keys, string id, string timestamp, ReadOnlySpan<byte> body)
    {
        Span<byte> prefix = stackalloc byte[LongestPrefix];
        Utf8.TryWrite(prefix, $"{id}.{timestamp}.", out var prefixLength);
        using var content = new SignedContent(prefix[..prefixLength], body);

        Span<byte> signature = stackalloc byte[SignatureLength];
        var text = new char[(keys.Length * (LengthOfOne + 1)) - 1];
        Array.Fill(text, ' ');
        for (var i = 0; i < keys.Length; i++)
        {
            var item = text.AsSpan(i * (LengthOfOne + 1), LengthOfOne);
            KeyPair.Of(keys[i]).Sign(content.Bytes, signature);
            Version.CopyTo(item);
            Convert.TryToBase64Chars(signature, item[Version.Length..], out _);
        }

        return new string(text);
    }
}
