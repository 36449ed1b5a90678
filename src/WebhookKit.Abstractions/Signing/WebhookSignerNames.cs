namespace WebhookKit.Signing;

/// <summary>The names of the signers that the library brings, for <see cref="WebhookEndpoint.Signers"/>.</summary>
public static class WebhookSignerNames
{
    /// <summary><c>standard</c>: Standard Webhooks 1.0.0, <c>v1</c>, with every secret in force.</summary>
    public const string Standard = "standard";

    /// <summary>
    /// <c>github</c>: <c>X-Hub-Signature-256: sha256=…</c> over the body, as GitHub sends it. The key is the text of the secret. The header holds
    /// one signature, so that only the newest secret signs.
    /// </summary>
    public const string GitHub = "github";

    /// <summary>
    /// <c>stripe</c>: <c>Stripe-Signature: t=…,v1=…</c> over the time and the body, as Stripe sends it, with every secret in force. The key is the
    /// text of the secret, with its <c>whsec_</c>.
    /// </summary>
    public const string Stripe = "stripe";
}
