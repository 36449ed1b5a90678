using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using WebhookKit.Testing;

namespace WebhookKit.EndToEnd.Tests;

/// <summary>
/// Standard Webhooks 1.0.0, written from the specification and from nothing of the library: what a subscriber's own code
/// would do.
/// </summary>
internal static class StandardWebhooksSignature
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    public static bool IsValid(ReceivedRequest request, string secret)
    {
        var id = request.Headers["webhook-id"];
        var timestamp = request.Headers["webhook-timestamp"];
        var sentAt = DateTimeOffset.FromUnixTimeSeconds(long.Parse(timestamp, CultureInfo.InvariantCulture));
        if ((DateTimeOffset.UtcNow - sentAt).Duration() > Tolerance)
        {
            return false;
        }

        var key = Convert.FromBase64String(secret["whsec_".Length..]);
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. request.Body.Span];
        var expected = "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, signed));
        return request.Headers["webhook-signature"].Split(' ').Contains(expected);
    }
}
