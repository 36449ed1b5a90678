namespace WebhookKit.Relational.Receiving;

/// <summary>An event that somebody has begun before.</summary>
/// <param name="IsDone">Whether it has been processed.</param>
/// <param name="FreeAfter">After what time its claim ends.</param>
internal readonly record struct KnownEvent(bool IsDone, TimeSpan FreeAfter);
