using System.Text.Json;
using WebhookKit.AspNetCore.Requests;

namespace WebhookKit.AspNetCore.Handlers;

/// <summary>Reads events to be published. The payload is cut out of the body as it was written, byte for byte.</summary>
internal static class EventRequests
{
    private const int MostInBatch = 1000;
    private static readonly string[] Fields = ["type", "payload", "owner", "metadata", "deliver_at", "expires_at", "retry_policy", "endpoints", "ordering_key", "coalescing_key"];

    public static OutgoingEvent Read(JsonBody body, WebhookCaller caller, string? idempotencyKey)
    {
        var errors = new FieldErrors();
        var outgoing = Read(body, body.Root, "", errors, caller, idempotencyKey);
        errors.ThrowIfAny();
        return outgoing;
    }

    /// <remarks>Each event of a batch gets a key of its own, made from that of the request and its place.</remarks>
    public static IReadOnlyList<OutgoingEvent> ReadBatch(JsonBody body, WebhookCaller caller, string? idempotencyKey)
    {
        var count = body.Root.GetArrayLength();
        if (count is 0 or > MostInBatch)
        {
            throw new WebhookValidationException("body", $"must hold 1 to {MostInBatch} events; held {count}.");
        }

        var errors = new FieldErrors();
        var outgoing = body.Root.EnumerateArray()
            .Select((item, i) => Read(body, item, $"events[{i}]", errors, caller, idempotencyKey is null ? null : $"{idempotencyKey}:{i}"))
            .ToArray();
        errors.ThrowIfAny();
        return outgoing;
    }

    private static OutgoingEvent Read(
        JsonBody body, JsonElement value, string path, FieldErrors errors, WebhookCaller caller, string? idempotencyKey)
    {
        var reader = new ObjectReader(value, path, errors, Fields);
        var payload = reader.RequireAny("payload");
        return new OutgoingEvent
        {
            Type = reader.RequireText("type"),
            Payload = payload is { } given ? body.RawOf(given) : default,
            Owner = OwnerFields.Read(reader, caller) ?? "",
            Metadata = reader.FindMap("metadata"),
            IdempotencyKey = idempotencyKey,
            DeliverAt = reader.FindTime("deliver_at"),
            ExpiresAt = reader.FindTime("expires_at"),
            Retry = reader.Find("retry_policy") is { } retry ? RetryPolicyRequests.Read(retry, errors, reader.PathOf("retry_policy")) : null,
            Endpoints = reader.Find("endpoints") is { } endpoints
                ? JsonValues.ReadList(endpoints, reader.PathOf("endpoints"), errors, (item, place) => ReadEndpoint(item, place, errors))
                : null,
            OrderingKey = reader.FindText("ordering_key"),
            CoalescingKey = reader.FindText("coalescing_key"),
        };
    }

    private static EndpointId ReadEndpoint(JsonElement value, string path, FieldErrors errors)
    {
        var text = JsonValues.ReadText(value, path, errors);
        if (!EndpointId.TryParse(text, null, out var id) && text is not null)
        {
            errors.Add(path, "must be the id of an endpoint, such as ep_0123456789abcdef.");
        }

        return id;
    }
}
