using System.Text.Json.Serialization;

namespace WebhookKit.AspNetCore.Answers;

internal sealed class DeliveryDocument
{
    public required string Id { get; init; }

    public required string EventId { get; init; }

    public required string EventType { get; init; }

    public required string EndpointId { get; init; }

    public required string Owner { get; init; }

    public required string Status { get; init; }

    public required int AttemptCount { get; init; }

    public required DateTime CreatedAt { get; init; }

    public DateTime? NextAttemptAt { get; init; }

    public DateTime? EndedAt { get; init; }

    public string? DeadReason { get; init; }

    public string? CancelReason { get; init; }

    public string? CancelledBy { get; init; }

    public string? ReplayOf { get; init; }

    public string? ReplayedAs { get; init; }

    /// <summary>Only where one delivery is read.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<AttemptDocument>? Attempts { get; init; }

    public static DeliveryDocument From(WebhookDelivery delivery, IReadOnlyList<DeliveryAttempt>? attempts = null, bool withExcerpts = false) => new()
    {
        Id = delivery.Id.ToString(),
        EventId = delivery.EventId.ToString(),
        EventType = delivery.EventType,
        EndpointId = delivery.Id.Endpoint.ToString(),
        Owner = delivery.Owner,
        Status = ApiNames.Of(delivery.Status),
        AttemptCount = delivery.AttemptCount,
        CreatedAt = delivery.CreatedAt.UtcDateTime,
        NextAttemptAt = delivery.NextAttemptAt?.UtcDateTime,
        EndedAt = delivery.EndedAt?.UtcDateTime,
        DeadReason = delivery.DeadReason is { } reason ? ApiNames.Of(reason) : null,
        CancelReason = delivery.CancelReason,
        CancelledBy = delivery.CancelledBy,
        ReplayOf = delivery.ReplayOf?.ToString(),
        ReplayedAs = delivery.ReplayedAs?.ToString(),
        Attempts = attempts?.Select(attempt => AttemptDocument.From(attempt, withExcerpts)).ToArray(),
    };
}
