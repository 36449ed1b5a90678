namespace WebhookKit.AspNetCore.Answers;

internal sealed class AcceptedEvents
{
    public required IReadOnlyList<string> EventIds { get; init; }
}
