using System.Buffers;
using System.Globalization;
using System.Text.Json;
using WebhookKit.Observing;

namespace WebhookKit.Alerting;

/// <summary>The payload of a notification that is published: type, timestamp and data, as Standard Webhooks suggests.</summary>
internal static class NotificationBody
{
    public static ReadOnlyMemory<byte> Write(WebhookNotification notification)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("type", notification.Type);
        json.WriteString("timestamp", Text(notification.At));
        json.WriteStartObject("data");
        json.WriteString("endpoint_id", notification.Endpoint.ToString());
        Write(json, "delivery_id", notification.Delivery?.ToString());
        Write(json, "event_id", notification.EventId?.ToString());
        Write(json, "event_type", notification.EventType);
        Write(json, "since", notification.Since is { } since ? Text(since) : null);
        json.WriteString("reason", notification.Reason);
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    private static void Write(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static string Text(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture);
}
