namespace WebhookKit.AspNetCore.Answers;

internal sealed class ReplayedDocument
{
    public required int Replayed { get; init; }

    public required int Skipped { get; init; }

    public required bool HasMore { get; init; }
}
