namespace WebhookKit;

/// <summary>What a change made of one field. Never holds a secret: of those it is said that they changed, and nothing of what they are.</summary>
public sealed class AuditChange
{
    /// <summary>The field, as the HTTP API calls it, for example <c>url</c>.</summary>
    public required string Field { get; init; }

    /// <summary>What it was, in words; null where there was nothing, or where it is not shown.</summary>
    public string? Before { get; init; }

    /// <summary>What it became, in words; null where there is nothing any more.</summary>
    public string? After { get; init; }
}
