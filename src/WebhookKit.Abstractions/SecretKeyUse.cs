namespace WebhookKit;

/// <summary>The key that something is encrypted under.</summary>
/// <param name="KeyId">Its name. Not a secret.</param>
/// <param name="IsCurrent">Whether it would be encrypted under the same key now.</param>
public readonly record struct SecretKeyUse(string KeyId, bool IsCurrent);
