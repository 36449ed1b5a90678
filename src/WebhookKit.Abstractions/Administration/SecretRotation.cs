namespace WebhookKit.Administration;

/// <summary>How a secret is replaced.</summary>
public sealed class SecretRotation
{
    /// <summary>The new secret; null to have one generated.</summary>
    public WebhookSecret? Secret { get; init; }

    /// <summary>For how long the secrets in force go on signing.</summary>
    /// <value>24 h by default; zero revokes them at once; at most 30 days.</value>
    public TimeSpan Overlap { get; init; } = TimeSpan.FromHours(24);
}
