namespace WebhookKit.AspNetCore.Answers;

internal sealed class FilterTestDocument
{
    public required bool Matches { get; init; }

    public string? Reason { get; init; }
}
