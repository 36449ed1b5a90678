namespace WebhookKit.Administration;

/// <summary>How much is encrypted under a key.</summary>
public sealed class SecretKeyCount
{
    /// <summary>The id of the key; <c>(plaintext)</c> for what is not encrypted.</summary>
    public required string KeyId { get; init; }

    /// <summary>Whether new secrets are encrypted under it.</summary>
    public required bool IsCurrent { get; init; }

    /// <summary>How many endpoints have something under it.</summary>
    public required int Endpoints { get; init; }

    /// <summary>How many signing secrets and header values are under it.</summary>
    public required int Values { get; init; }
}
