using System.Security.Cryptography;
using System.Text.Unicode;

namespace WebhookKit.Signing;

/// <summary>Signs as Stripe does: HMAC-SHA256 over <c>timestamp.body</c>, under the text of each secret.</summary>
internal sealed class StripeSigner : IWebhookSigner
{
    private const string Version = ",v1=";
    private const int LengthOfOne = 4 + (2 * HMACSHA256.HashSizeInBytes);
    private const int LongestTime = 2 + 20;

    public IReadOnlyList<string> HeaderNames { get; } = [StripeHeaders.Signature];

    public SignatureHeaders Sign(SignatureRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        SecretRules.RequireOne(request);

        var seconds = request.Timestamp.ToUnixTimeSeconds();
        Span<byte> prefix = stackalloc byte[LongestTime];
        Utf8.TryWrite(prefix, $"{seconds}.", out var prefixLength);
        prefix = prefix[..prefixLength];

        var most = LongestTime + (request.Secrets.Count * LengthOfOne);
        Span<char> text = most <= 1024 ? stackalloc char[most] : new char[most];
        text.TryWrite($"t={seconds}", out var length);
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        for (var i = 0; i < request.Secrets.Count; i++)
        {
            KeyedHash.ComputeWithText(request.Secrets[i], prefix, request.Body.Span, hash);
            Version.CopyTo(text[length..]);
            Convert.TryToHexStringLower(hash, text[(length + Version.Length)..], out _);
            length += LengthOfOne;
        }

        return new SignatureHeaders { Headers = new KeyValuePair<string, string>[] { new(StripeHeaders.Signature, new string(text[..length])) } };
    }
}
