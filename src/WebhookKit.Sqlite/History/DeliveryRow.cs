using WebhookKit.Relational.Values;
using WebhookKit.Sqlite.Values;

namespace WebhookKit.Sqlite.History;

/// <summary>A delivery as the queries of <see cref="DeliverySql"/> return it; filled by Dapper.</summary>
internal sealed class DeliveryRow
{
    public required byte[] Key { get; init; }

    public required long EndpointId { get; init; }

    public required byte[] EventId { get; init; }

    public required string EventType { get; init; }

    public required string Owner { get; init; }

    public required long Status { get; init; }

    public required long Attempts { get; init; }

    public required long CreatedAt { get; init; }

    public long? DueAt { get; init; }

    public long? EndedAt { get; init; }

    public long? DeadReason { get; init; }

    public string? CancelReason { get; init; }

    public string? CancelledBy { get; init; }

    public byte[]? ReplayOf { get; init; }

    public byte[]? ReplayedAs { get; init; }

    public WebhookDelivery ToDelivery()
    {
        var endpoint = new EndpointId(EndpointId);
        return new WebhookDelivery
        {
            Id = new DeliveryId(BinaryKey.ToGuid(Key), endpoint),
            EventId = new EventId(BinaryKey.ToGuid(EventId)),
            EventType = EventType,
            Owner = Owner,
            Status = (DeliveryStatus)Status,
            AttemptCount = (int)Attempts,
            CreatedAt = SqliteTime.ToMoment(CreatedAt),
            NextAttemptAt = SqliteTime.ToMoment(DueAt),
            EndedAt = SqliteTime.ToMoment(EndedAt),
            DeadReason = (DeadLetterReason?)DeadReason,
            CancelReason = CancelReason,
            CancelledBy = CancelledBy,
            ReplayOf = BinaryKey.ToGuidOrNull(ReplayOf) is { } original ? new DeliveryId(original, endpoint) : null,
            ReplayedAs = BinaryKey.ToGuidOrNull(ReplayedAs) is { } replacement ? new DeliveryId(replacement, endpoint) : null,
        };
    }
}
