using WebhookKit.Relational.Values;
using WebhookKit.Storage;

namespace WebhookKit.SqlServer.Jobs;

/// <summary>An event that was looked at; filled by Dapper.</summary>
internal sealed class MissedRow
{
    public required byte[] Id { get; init; }

    public required string Type { get; init; }

    public required DateTime CreatedAt { get; init; }

    public required int Missed { get; init; }

    public DateTime? DeliverAt { get; init; }

    public string? Options { get; init; }

    public MissedEvent ToMissed(DateTimeOffset? expiresAt) =>
        new(new EventId(BinaryKey.ToGuid(Id)), Type, UtcTime.ToMoment(CreatedAt), UtcTime.ToMoment(DeliverAt), expiresAt);
}
