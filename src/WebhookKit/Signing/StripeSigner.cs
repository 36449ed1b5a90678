using System.Globalization;
using System.Security.Cryptography;

namespace WebhookKit.Signing;

/// <summary>Signs as Stripe does: HMAC-SHA256 over <c>timestamp.body</c>, under the text of each secret.</summary>
internal sealed class StripeSigner : IWebhookSigner
{
    private const string Version = ",v1=";
    private const int LengthOfOne = 4 + (2 * HMACSHA256.HashSizeInBytes);
    private const int LongestTime = 2 + 20;

    public IReadOnlyList<string> HeaderNames { get; } = [StripeHeaders.Signature];

    public void Sign(SignatureRequest request, SignatureHeaders headers)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(headers);
        SecretRules.RequireOne(request);

        var seconds = request.Timestamp.ToUnixTimeSeconds();
        Span<byte> prefix = stackalloc byte[LongestTime];
        seconds.TryFormat(prefix, out var digits, provider: CultureInfo.InvariantCulture);
        prefix[digits] = (byte)'.';
        prefix = prefix[..(digits + 1)];

        var most = LongestTime + (request.Secrets.Count * LengthOfOne);
        Span<char> text = most <= 1024 ? stackalloc char[most] : new char[most];
        "t=".CopyTo(text);
        seconds.TryFormat(text[2..], out digits, provider: CultureInfo.InvariantCulture);
        var length = 2 + digits;
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        for (var i = 0; i < request.Secrets.Count; i++)
        {
            KeyedHash.ComputeWithText(request.Secrets[i], prefix, request.Body.Span, hash);
            Version.CopyTo(text[length..]);
            Convert.TryToHexStringLower(hash, text[(length + Version.Length)..], out _);
            length += LengthOfOne;
        }

        headers.Set(StripeHeaders.Signature, new string(text[..length]));
    }
}
