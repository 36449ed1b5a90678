namespace WebhookKit;

/// <summary>Who asks for something.</summary>
public sealed class WebhookCaller
{
    /// <summary>The application itself: sees every owner.</summary>
    public static WebhookCaller Application { get; } = new() { Actor = "application" };

    /// <summary>The name written to the audit log.</summary>
    public required string Actor { get; init; }

    /// <summary>The only owner whose objects the caller may see and change; null for all of them.</summary>
    /// <remarks>What belongs to another owner is answered as if it did not exist.</remarks>
    public string? Owner { get; init; }
}
