namespace WebhookKit.Storage;

/// <summary>A page of endpoints.</summary>
public sealed class EndpointPage
{
    /// <summary>The endpoints.</summary>
    public required IReadOnlyList<EndpointRecord> Items { get; init; }

    /// <summary>Whether there are more after the last one.</summary>
    public required bool HasMore { get; init; }
}
