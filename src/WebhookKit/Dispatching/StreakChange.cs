namespace WebhookKit.Dispatching;

/// <summary>An endpoint has begun to fail, or to work again.</summary>
/// <param name="Endpoint">The endpoint.</param>
/// <param name="Since">Since when it fails; null where it works.</param>
/// <param name="WasStored">Whether the database says so far that it fails.</param>
/// <param name="Ended">Since when it has failed, where that has ended; null where it is not known, or has begun.</param>
internal readonly record struct StreakChange(EndpointId Endpoint, DateTimeOffset? Since, bool WasStored, DateTimeOffset? Ended = null);
