namespace WebhookKit.Storage;

/// <summary>Which endpoints to list.</summary>
public sealed class EndpointListQuery
{
    /// <summary>Only those of this owner; null for all.</summary>
    public string? Owner { get; init; }

    /// <summary>Only those after this one; null for the first page.</summary>
    public EndpointId? After { get; init; }

    /// <summary>How many at the most.</summary>
    public required int Limit { get; init; }
}
