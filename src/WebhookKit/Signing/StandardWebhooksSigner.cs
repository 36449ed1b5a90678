using System.Globalization;
using System.Security.Cryptography;
using System.Text.Unicode;

namespace WebhookKit.Signing;

/// <summary>Signs as Standard Webhooks 1.0.0 says: <c>v1</c>, HMAC-SHA256 over <c>id.timestamp.body</c>, one signature for each secret.</summary>
internal sealed class StandardWebhooksSigner : IWebhookSigner
{
    private const string Version = "v1,";
    private const int EncodedHashLength = (HMACSHA256.HashSizeInBytes + 2) / 3 * 4;
    private const int LongestPrefix = 128;

    public IReadOnlyList<string> HeaderNames { get; } =
        [StandardWebhooksHeaders.Id, StandardWebhooksHeaders.Timestamp, StandardWebhooksHeaders.Signature];

    public void Sign(SignatureRequest request, SignatureHeaders headers)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(headers);
        SecretRules.RequireOne(request);

        var id = request.EventId.ToString();
        var timestamp = request.Timestamp.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        headers.Set(StandardWebhooksHeaders.Id, id);
        headers.Set(StandardWebhooksHeaders.Timestamp, timestamp);
        headers.Set(StandardWebhooksHeaders.Signature, SignWithAll(request, id, timestamp));
    }

    private static string SignWithAll(SignatureRequest request, string id, string timestamp)
    {
        Span<byte> prefix = stackalloc byte[LongestPrefix];
        Utf8.TryWrite(prefix, $"{id}.{timestamp}.", out var prefixLength);
        prefix = prefix[..prefixLength];
        var secrets = request.Secrets;
        var lengthOfOne = Version.Length + EncodedHashLength;
        var length = (secrets.Count * (lengthOfOne + 1)) - 1;
        Span<char> text = length <= 512 ? stackalloc char[length] : new char[length];
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];

        for (var i = 0; i < secrets.Count; i++)
        {
            var item = text.Slice(i * (lengthOfOne + 1), lengthOfOne);
            KeyedHash.Compute(secrets[i], prefix, request.Body.Span, hash);
            Version.CopyTo(item);
            Convert.TryToBase64Chars(hash, item[Version.Length..], out _);
            if (i > 0)
            {
                text[(i * (lengthOfOne + 1)) - 1] = ' ';
            }
        }

        return new string(text);
    }
}
