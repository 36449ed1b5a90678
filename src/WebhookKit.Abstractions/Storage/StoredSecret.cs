using System.Diagnostics;

namespace WebhookKit.Storage;

/// <summary>A secret as it is stored.</summary>
[DebuggerDisplay("{Id} (redacted)")]
public sealed class StoredSecret
{
    /// <summary>The secret's id.</summary>
    public required Guid Id { get; init; }

    /// <summary>The secret as the engine has sealed it: what the <see cref="ISecretProtector"/> made of it, marked as such.</summary>
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public required ReadOnlyMemory<byte> Protected { get; init; }

    /// <summary>When it was created, in UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Until when it signs, in UTC; null for ever.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}
