using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using WebhookKit.Signing;

namespace WebhookKit.Sending;

/// <summary>Puts an attempt into an HTTP request. Later headers replace earlier ones: the endpoint's, the library's, the signature's.</summary>
internal static class RequestBuilder
{
    private const string EventType = "webhook-event-type";

    public static HttpRequestMessage Build(SendRequest request, SignatureHeaders signature, DateTimeOffset timestamp, string userAgent)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, new Uri(request.Url, UriKind.Absolute))
        {
            // Never 3: QUIC does not ask the guarded connector.
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,

            // A body of known length: many receivers refuse chunked ones.
            Content = new ReadOnlyMemoryContent(request.Body),
        };

        // Exactly as published: the typed header would write it anew. What is not checked could add lines of its own.
        if (!HeaderRules.IsValue(request.ContentType) || !message.Content.Headers.TryAddWithoutValidation("Content-Type", request.ContentType))
        {
            throw new FormatException("The content type of the event is not a valid header value.");
        }

        foreach (var (name, value) in request.Headers)
        {
            message.Headers.Add(name, value);
        }

        Set(message.Headers, "User-Agent", userAgent);
        Set(message.Headers, StandardWebhooksHeaders.Id, request.EventId.ToString());
        Set(message.Headers, StandardWebhooksHeaders.Timestamp, timestamp.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        Set(message.Headers, EventType, request.EventType);
        foreach (var (name, value) in signature.Headers)
        {
            Set(message.Headers, name, value);
        }

        return message;
    }

    private static void Set(HttpRequestHeaders headers, string name, string value)
    {
        headers.Remove(name);
        headers.Add(name, value);
    }
}
