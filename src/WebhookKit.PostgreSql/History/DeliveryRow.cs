using WebhookKit.Relational.Values;

namespace WebhookKit.PostgreSql.History;

/// <summary>A delivery as the queries of <see cref="DeliverySql"/> return it; filled by Dapper.</summary>
internal sealed class DeliveryRow
{
    public required Guid Key { get; init; }

    public required long EndpointId { get; init; }

    public required Guid EventId { get; init; }

    public required string EventType { get; init; }

    public required string Owner { get; init; }

    public required int Status { get; init; }

    public required int Attempts { get; init; }

    public required DateTime CreatedAt { get; init; }

    public DateTime? DueAt { get; init; }

    public DateTime? EndedAt { get; init; }

    public short? DeadReason { get; init; }

    public string? CancelReason { get; init; }

    public string? CancelledBy { get; init; }

    public Guid? ReplayOf { get; init; }

    public Guid? ReplayedAs { get; init; }

    public WebhookDelivery ToDelivery()
    {
        var endpoint = new EndpointId(EndpointId);
        return new WebhookDelivery
        {
            Id = new DeliveryId(Key, endpoint),
            EventId = new EventId(EventId),
            EventType = EventType,
            Owner = Owner,
            Status = (DeliveryStatus)Status,
            AttemptCount = Attempts,
            CreatedAt = UtcTime.ToMoment(CreatedAt),
            NextAttemptAt = UtcTime.ToMoment(DueAt),
            EndedAt = UtcTime.ToMoment(EndedAt),
            DeadReason = (DeadLetterReason?)DeadReason,
            CancelReason = CancelReason,
            CancelledBy = CancelledBy,
            ReplayOf = ReplayOf is { } original ? new DeliveryId(original, endpoint) : null,
            ReplayedAs = ReplayedAs is { } replacement ? new DeliveryId(replacement, endpoint) : null,
        };
    }
}
