namespace WebhookKit;

/// <summary>What a secret belongs to.</summary>
/// <param name="Owner">The tenant.</param>
/// <param name="Endpoint">The endpoint.</param>
/// <param name="SecretId">The secret's own id.</param>
public readonly record struct SecretContext(string Owner, EndpointId Endpoint, Guid SecretId);
