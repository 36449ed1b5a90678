namespace WebhookKit.Signing;

/// <summary>The headers that carry a signature.</summary>
public sealed class SignatureHeaders
{
    /// <summary>Names and values, in visible ASCII.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; }
}
