namespace WebhookKit.PostgreSql.Jobs;

/// <summary>An event that was looked at; filled by Dapper.</summary>
internal sealed class MissedRow
{
    public required Guid Id { get; init; }

    public required string Type { get; init; }

    public required DateTime CreatedAt { get; init; }

    public required bool IsMissed { get; init; }
}
