namespace WebhookKit.AspNetCore.Answers;

internal sealed class StatisticsDocument
{
    public required long Pending { get; init; }

    public required long Failed { get; init; }

    public required long Dead { get; init; }

    public DateTime? OldestDueAt { get; init; }
}
