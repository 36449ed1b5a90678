namespace WebhookKit.AspNetCore.Answers;

internal sealed class AcceptedEvent
{
    public required string EventId { get; init; }
}
