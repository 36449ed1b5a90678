namespace WebhookKit.Administration;

/// <summary>An endpoint with its newest secret. This is the only time the secret is shown.</summary>
public sealed class EndpointWithSecret
{
    /// <summary>The endpoint.</summary>
    public required WebhookEndpoint Endpoint { get; init; }

    /// <summary>The secret, to be given to the subscriber.</summary>
    public required WebhookSecret Secret { get; init; }
}
