namespace WebhookKit.Signing;

/// <summary>The header name of Stripe's signatures.</summary>
public static class StripeHeaders
{
    /// <summary><c>Stripe-Signature</c>: <c>t=</c> and the time, then <c>v1=</c> and a hash in lower-case hexadecimal for each secret.</summary>
    public const string Signature = "Stripe-Signature";
}
