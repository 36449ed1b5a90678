namespace WebhookKit.Signing;

internal static class SecretRules
{
    /// <exception cref="ArgumentException">There is no secret: an empty list must not become an empty signature.</exception>
    public static void RequireOne(SignatureRequest request)
    {
        if (request.Secrets.Count == 0)
        {
            throw new ArgumentException("At least one secret is needed to sign.", nameof(request));
        }
    }
}
