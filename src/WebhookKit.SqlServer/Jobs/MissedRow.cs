namespace WebhookKit.SqlServer.Jobs;

/// <summary>An event that was looked at; filled by Dapper.</summary>
internal sealed class MissedRow
{
    public required byte[] Id { get; init; }

    public required string Type { get; init; }

    public required DateTime CreatedAt { get; init; }

    public required int Missed { get; init; }
}
