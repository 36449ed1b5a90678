namespace WebhookKit.LoadTest.Loading;

/// <summary>An event that was accepted.</summary>
/// <param name="Id">The event.</param>
/// <param name="Group">The group of endpoints it is for.</param>
/// <param name="Began">The monotonic clock before the call.</param>
/// <param name="Ended">The monotonic clock when the call had returned.</param>
internal readonly record struct PublishedEvent(EventId Id, int Group, long Began, long Ended);
