namespace WebhookKit.Administration;

/// <summary>How a secret is replaced.</summary>
public sealed class SecretRotation
{
    /// <summary>
    /// The new secret; null to have one generated. With a private key in it (<see cref="WebhookSecret.WithPrivateKey"/>) that one is kept,
    /// otherwise one is generated: a key that shall stay is given again.
    /// </summary>
    public WebhookSecret? Secret { get; init; }

    /// <summary>For how long the secrets in force go on signing.</summary>
    /// <value>24 h by default; zero revokes them at once; at most 30 days.</value>
    public TimeSpan Overlap { get; init; } = TimeSpan.FromHours(24);
}
