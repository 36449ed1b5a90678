namespace WebhookKit.SqlServer.Receiving;

/// <summary>What is known of an event, and the time; filled by Dapper.</summary>
internal sealed class ProcessedEventRow
{
    public required bool IsDone { get; init; }

    public required DateTime ClaimedUntil { get; init; }

    public required DateTime Now { get; init; }
}
