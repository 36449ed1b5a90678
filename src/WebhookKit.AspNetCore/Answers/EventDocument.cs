using System.Text.Json;

namespace WebhookKit.AspNetCore.Answers;

internal sealed class EventDocument
{
    public required string Id { get; init; }

    public required string Type { get; init; }

    public required string Owner { get; init; }

    public required string ContentType { get; init; }

    /// <summary>The payload, where it is JSON and the caller may see it.</summary>
    public JsonElement? Payload { get; init; }

    /// <summary>The payload, where it is not.</summary>
    public string? PayloadBase64 { get; init; }

    public required IReadOnlyDictionary<string, string> Metadata { get; init; }

    public string? IdempotencyKey { get; init; }

    public DateTime? DeliverAt { get; init; }

    public DateTime? ExpiresAt { get; init; }

    public RetryPolicyDocument? RetryPolicy { get; init; }

    public IReadOnlyList<string>? Endpoints { get; init; }

    public string? OrderingKey { get; init; }

    public string? CoalescingKey { get; init; }

    public required DateTime CreatedAt { get; init; }

    public required IReadOnlyList<DeliveryDocument> Deliveries { get; init; }

    /// <summary>Whether there are more deliveries than are shown; list them by the event's id.</summary>
    public required bool HasMoreDeliveries { get; init; }
}
