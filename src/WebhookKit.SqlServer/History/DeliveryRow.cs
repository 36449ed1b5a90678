using WebhookKit.Relational.Values;

namespace WebhookKit.SqlServer.History;

/// <summary>A delivery as the queries of <see cref="HistorySql"/> return it; filled by Dapper.</summary>
internal sealed class DeliveryRow
{
    public required byte[] Key { get; init; }

    public required long EndpointId { get; init; }

    public required byte[] EventId { get; init; }

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
            AttemptCount = Attempts,
            CreatedAt = UtcTime.ToMoment(CreatedAt),
            NextAttemptAt = UtcTime.ToMoment(DueAt),
            EndedAt = UtcTime.ToMoment(EndedAt),
            DeadReason = (DeadLetterReason?)DeadReason,
            CancelReason = CancelReason,
            CancelledBy = CancelledBy,
            ReplayOf = BinaryKey.ToGuidOrNull(ReplayOf) is { } original ? new DeliveryId(original, endpoint) : null,
            ReplayedAs = BinaryKey.ToGuidOrNull(ReplayedAs) is { } replacement ? new DeliveryId(replacement, endpoint) : null,
        };
    }
}
