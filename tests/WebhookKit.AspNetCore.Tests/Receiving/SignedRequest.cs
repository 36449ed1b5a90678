using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Signing;

namespace WebhookKit.AspNetCore.Tests.Receiving;

/// <summary>What a sender puts into a request. Signed by the engine's own signer; <c>with</c> tampers with it.</summary>
internal sealed record SignedRequest
{
    private static readonly IWebhookSigner Signer =
        new ServiceCollection().AddLogging().AddWebhooks().UseInMemoryStore().Services.BuildServiceProvider().GetRequiredService<IWebhookSigner>();

    public string? Id { get; init; }

    public string? Timestamp { get; init; }

    public string? Signatures { get; init; }

    public required byte[] Body { get; init; }

    public static SignedRequest By(WebhookSecret[] secrets, DateTimeOffset at, byte[] body, EventId? id = null)
    {
        var headers = new SignatureHeaders();
        Signer.Sign(new SignatureRequest { EventId = id ?? new EventId(Guid.NewGuid()), Timestamp = at, Body = body, Secrets = secrets }, headers);
        return new SignedRequest
        {
            Id = headers.Find(StandardWebhooksHeaders.Id),
            Timestamp = headers.Find(StandardWebhooksHeaders.Timestamp),
            Signatures = headers.Find(StandardWebhooksHeaders.Signature),
            Body = body,
        };
    }

    /// <summary>Signs what the engine's signer would never send.</summary>
    public static SignedRequest ByHand(WebhookSecret secret, string id, string timestamp, byte[] body) => new()
    {
        Id = id,
        Timestamp = timestamp,
        Signatures = "v1," + Convert.ToBase64String(HMACSHA256.HashData(secret.AsSpan(), [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body])),
        Body = body,
    };

    public HttpRequestMessage ToMessage(string path, bool isChunked = false)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(Body) };
        message.Content.Headers.ContentType = new("application/json");
        message.Headers.TransferEncodingChunked = isChunked ? true : null;
        foreach (var (name, value) in new[] { (StandardWebhooksHeaders.Id, Id), (StandardWebhooksHeaders.Timestamp, Timestamp), (StandardWebhooksHeaders.Signature, Signatures) })
        {
            if (value is not null)
            {
                message.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return message;
    }
}
