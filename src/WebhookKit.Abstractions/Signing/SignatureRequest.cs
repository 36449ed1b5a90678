namespace WebhookKit.Signing;

/// <summary>What to sign.</summary>
public sealed class SignatureRequest
{
    /// <summary>The event's id: the same on every attempt.</summary>
    public required EventId EventId { get; init; }

    /// <summary>When this attempt is made. Sent and signed with the precision of a second.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>The exact bytes of the body.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The secrets in force, newest first; at least one.</summary>
    public required IReadOnlyList<WebhookSecret> Secrets { get; init; }
}
