using WebhookKit.Relational.Values;
using WebhookKit.Storage;

namespace WebhookKit.PostgreSql.Jobs;

/// <summary>An event that was looked at; filled by Dapper.</summary>
internal sealed class MissedRow
{
    public required Guid Id { get; init; }

    public required string Type { get; init; }

    public required DateTime CreatedAt { get; init; }

    public required bool IsMissed { get; init; }

    public DateTime? DeliverAt { get; init; }

    public string? Options { get; init; }

    public MissedEvent ToMissed(DateTimeOffset? expiresAt) =>
        new(new EventId(Id), Type, UtcTime.ToMoment(CreatedAt), UtcTime.ToMoment(DeliverAt), expiresAt);
}
