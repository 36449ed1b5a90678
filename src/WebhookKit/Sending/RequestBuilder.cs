using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using WebhookKit.Signing;

namespace WebhookKit.Sending;

/// <summary>Puts an attempt into an HTTP request. Later headers replace earlier ones: the endpoint's, the library's, the signature's.</summary>
internal static class RequestBuilder
{
    private const string EventType = "webhook-event-type";
    private const string OrderingKey = "webhook-ordering-key";
    private const string Sequence = "webhook-sequence";

    public static HttpRequestMessage Build(SendRequest request, SignatureHeaders signature, DateTimeOffset timestamp, string userAgent)
    {
        var message = new DeliveryMessage(request.ParsedUrl ?? new Uri(request.Url, UriKind.Absolute), request.Owner)
        {
            // Never 2: the HTTP stack sends a request again by itself where a server refuses its stream or goes away, and no attempt is
            // counted for that. Never 3: QUIC does not ask the guarded connector.
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,

            // A body of known length: many receivers refuse chunked ones.
            Content = new ReadOnlyMemoryContent(request.Body),
        };

        // Exactly as published: the typed header would write it anew. What is not checked could add lines of its own.
        if (!HeaderRules.IsValue(request.ContentType) || !message.Content.Headers.TryAddWithoutValidation("Content-Type", request.ContentType))
        {
            throw new FormatException("The content type of the event is not a valid header value.");
        }

        if (request.Headers.Count > 0)
        {
            foreach (var (name, value) in request.Headers)
            {
                message.Headers.Add(name, value);
            }
        }

        // None of these names can be among the endpoint's own headers: the rules reserve them.
        Add(message.Headers, "User-Agent", userAgent);
        if (signature.Find(EventType) is null)
        {
            // With the content, whose type it is: four of the request's own headers have room without a larger store for them.
            Add(message.Content.Headers, EventType, request.EventType);
        }

        if (request.OrderingKey is { } key)
        {
            AddOrder(message.Headers, key, request.Sequence);
        }

        AddSignature(message.Headers, request, signature, timestamp);
        return message;
    }

    private static void AddOrder(HttpRequestHeaders headers, string key, long sequence)
    {
        Add(headers, Sequence, sequence.ToString(CultureInfo.InvariantCulture));
        if (key.Length > 0)
        {
            Add(headers, OrderingKey, key);
        }
    }

    private static void AddSignature(HttpRequestHeaders headers, SendRequest request, SignatureHeaders signature, DateTimeOffset timestamp)
    {
        for (var i = 0; i < signature.Count; i++)
        {
            var (name, value) = signature[i];
            headers.Remove(name);
            if (!HeaderRules.IsSignature(value) || !headers.TryAddWithoutValidation(name, value))
            {
                throw new FormatException($"The value of the signature header {name} is not visible ASCII of 1 to {HeaderRules.LongestSignature} characters.");
            }
        }

        if (!headers.NonValidated.Contains(StandardWebhooksHeaders.Id))
        {
            Add(headers, StandardWebhooksHeaders.Id, request.EventId.ToString());
        }

        if (!headers.NonValidated.Contains(StandardWebhooksHeaders.Timestamp))
        {
            Add(headers, StandardWebhooksHeaders.Timestamp, timestamp.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        }
    }

    // Judged by our own rule and not parsed: the HTTP stack would take a value apart and put it together again.
    private static void Add(HttpHeaders headers, string name, string value)
    {
        if (!HeaderRules.IsValue(value) || !headers.TryAddWithoutValidation(name, value))
        {
            throw new FormatException($"The value of the header {name} is not visible ASCII of 1 to {HeaderRules.LongestValue} characters.");
        }
    }
}
