namespace WebhookKit.AspNetCore.Answers;

internal sealed class JobPreviewDocument
{
    public required long Count { get; init; }
}
