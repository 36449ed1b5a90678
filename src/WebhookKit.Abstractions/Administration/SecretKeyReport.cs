namespace WebhookKit.Administration;

/// <summary>What is encrypted under which key.</summary>
public sealed class SecretKeyReport
{
    /// <summary>Every key that something is encrypted under, ordered by id. <c>(plaintext)</c> stands for what is not encrypted.</summary>
    public required IReadOnlyList<SecretKeyCount> Keys { get; init; }

    /// <summary>How many endpoints this call has re-encrypted; 0 where it has only counted.</summary>
    public int Reencrypted { get; init; }

    /// <summary>
    /// How many endpoints this call could not read, because their key is missing or does not fit. They stay as they are: provide the key and
    /// call again, or rotate their secrets.
    /// </summary>
    public int Unreadable { get; init; }

    /// <summary>
    /// How many expired secrets this call has removed, because they could not be read. They sign nothing any more, and each would keep its
    /// endpoint from being re-encrypted and its key in use.
    /// </summary>
    public int Removed { get; init; }

    /// <summary>How many endpoints have something that is not encrypted under the current key; 0 when every other key can be removed.</summary>
    public required int Left { get; init; }
}
