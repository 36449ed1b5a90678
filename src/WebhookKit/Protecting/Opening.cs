namespace WebhookKit.Protecting;

/// <summary>What came of opening an endpoint: it, or why not.</summary>
internal readonly record struct Opening(OpenedEndpoint? Endpoint, Exception? Failure);
