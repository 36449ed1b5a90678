namespace WebhookKit.Storage;

/// <summary>Since when an endpoint fails.</summary>
/// <param name="Endpoint">The endpoint.</param>
/// <param name="Since">Since when every attempt has failed, in UTC; null where one has succeeded.</param>
public readonly record struct EndpointFailure(EndpointId Endpoint, DateTimeOffset? Since);
