using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace WebhookKit.LoadTest.Peers;

/// <summary>A POST signed as Standard Webhooks asks, written as an application would write it. Thread-safe.</summary>
internal sealed class SignedPost : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false });
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    public async Task SendAsync(string url, string id, byte[] payload)
    {
        var timestamp = DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        byte[] signed = [.. Encoding.ASCII.GetBytes($"{id}.{timestamp}."), .. payload];
        using var message = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(payload) };
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        message.Headers.Add("webhook-id", id);
        message.Headers.Add("webhook-timestamp", timestamp);
        message.Headers.Add("webhook-signature", $"v1,{Convert.ToBase64String(HMACSHA256.HashData(_key, signed))}");
        using var response = await _client.SendAsync(message);
        response.EnsureSuccessStatusCode();
    }

    public void Dispose() => _client.Dispose();
}
