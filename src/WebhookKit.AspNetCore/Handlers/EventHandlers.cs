using System.Text.Json;
using Microsoft.AspNetCore.Http;
using WebhookKit.AspNetCore.Answers;
using WebhookKit.AspNetCore.Requests;
using WebhookKit.Storage;

namespace WebhookKit.AspNetCore.Handlers;

internal static class EventHandlers
{
    public static async Task<Answer> PublishAsync(ApiCall call, CancellationToken cancellationToken)
    {
        var key = IdempotencyKeyOf(call.Request);
        using var body = await call.ReadBodyAsync(cancellationToken).ConfigureAwait(false);
        var publisher = call.Get<IWebhookPublisher>();

        if (body.Root.ValueKind == JsonValueKind.Array)
        {
            var receipts = await publisher.PublishAsync(EventRequests.ReadBatch(body, call.Caller, key), null, cancellationToken).ConfigureAwait(false);
            var accepted = new AcceptedEvents { EventIds = [.. receipts.Select(receipt => receipt.EventId.ToString())] };
            return Answer.Accepted(accepted, ApiJson.Plain.AcceptedEvents);
        }

        var receipt = await publisher.PublishAsync(EventRequests.Read(body, call.Caller, key), null, cancellationToken).ConfigureAwait(false);
        var id = receipt.EventId.ToString();
        return Answer.Accepted(new AcceptedEvent { EventId = id }, ApiJson.Plain.AcceptedEvent, $"{call.Path}/{id}");
    }

    public static async Task<Answer> ReadAsync(ApiCall call, CancellationToken cancellationToken)
    {
        var history = call.Get<IHistoryStore>();
        if (call.Id<EventId>() is not { } id
            || await history.FindEventAsync(new EventQuery { Id = id, Owner = call.Caller.Owner }, cancellationToken).ConfigureAwait(false) is not { } found)
        {
            return Problems.NotFound("event");
        }

        var deliveries = await history.ListDeliveriesAsync(
            new DeliveryListQuery { Event = id, Owner = call.Caller.Owner, Limit = QueryReader.MostAtOnce }, cancellationToken).ConfigureAwait(false);
        var payload = call.MaySeePayloads ? await ReadPayloadAsync(call, found, cancellationToken).ConfigureAwait(false) : default;
        return Answer.Ok(Document(found, payload, deliveries), ApiJson.Plain.EventDocument);
    }

    private static async Task<ReadOnlyMemory<byte>> ReadPayloadAsync(ApiCall call, WebhookEvent found, CancellationToken cancellationToken)
    {
        await call.NoteReadAsync(ApiAudit.PayloadRead, found.Id.ToString(), found.Owner, cancellationToken).ConfigureAwait(false);
        return found.PayloadReference is { } reference && call.Find<IPayloadStore>() is { } payloads
            ? await payloads.ReadAsync(reference, cancellationToken).ConfigureAwait(false)
            : found.Payload;
    }

    private static EventDocument Document(WebhookEvent found, ReadOnlyMemory<byte> payload, DeliveryPage deliveries)
    {
        var json = JsonOf(payload);
        return new EventDocument
        {
            Id = found.Id.ToString(),
            Type = found.Type,
            Owner = found.Owner,
            ContentType = found.ContentType,
            Payload = json,
            PayloadBase64 = json is null && !payload.IsEmpty ? Convert.ToBase64String(payload.Span) : null,
            Metadata = found.Metadata,
            IdempotencyKey = found.IdempotencyKey,
            DeliverAt = found.DeliverAt?.UtcDateTime,
            ExpiresAt = found.ExpiresAt?.UtcDateTime,
            RetryPolicy = found.Retry is { } retry ? RetryPolicyDocument.From(retry) : null,
            Endpoints = found.Endpoints?.Select(endpoint => endpoint.ToString()).ToArray(),
            OrderingKey = found.OrderingKey,
            CoalescingKey = found.CoalescingKey,
            CreatedAt = found.CreatedAt.UtcDateTime,
            Deliveries = [.. deliveries.Items.Select(delivery => DeliveryDocument.From(delivery))],
            HasMoreDeliveries = deliveries.HasMore,
        };
    }

    /// <summary>What the host publishes as bytes need not be JSON, whatever its content type says.</summary>
    private static JsonElement? JsonOf(ReadOnlyMemory<byte> payload)
    {
        try
        {
            using var document = JsonDocument.Parse(payload);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? IdempotencyKeyOf(HttpRequest request)
    {
        var values = request.Headers["Idempotency-Key"];
        return values.Count switch
        {
            0 => null,
            // An empty key is refused like any other that breaks the rules: whoever sends one wants to be protected.
            1 => values[0] ?? "",
            _ => throw new WebhookValidationException("idempotency_key", "must be given once, in the Idempotency-Key header."),
        };
    }
}
