namespace WebhookKit.Storage;

/// <summary>Which endpoint to read.</summary>
public sealed class EndpointQuery
{
    /// <summary>The endpoint.</summary>
    public required EndpointId Id { get; init; }

    /// <summary>Only if the endpoint belongs to this owner; null for any.</summary>
    public string? Owner { get; init; }
}
