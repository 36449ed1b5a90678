namespace WebhookKit.AspNetCore.Answers;

internal sealed class AuditChangeDocument
{
    public required string Field { get; init; }

    public string? Before { get; init; }

    public string? After { get; init; }
}
