namespace WebhookKit.Dispatching;

/// <summary>What a lane wants of the reader.</summary>
/// <param name="ReadAt">When it is to be read next, which may be past; null when there is nothing to read or no room for it.</param>
/// <param name="Need">How badly.</param>
/// <param name="KeepUntil">Until when its rate limit or its failures have to be kept in mind; null where they have not.</param>
/// <param name="IsForgettable">Whether nothing of it is in memory, and it is not to be left alone for a while.</param>
/// <param name="IsKept">Whether what is overdue waits for its rate limit, its circuit, or for a time that its endpoint has asked for.</param>
internal readonly record struct LanePlan(DateTimeOffset? ReadAt, ReadNeed Need, DateTimeOffset? KeepUntil, bool IsForgettable, bool IsKept);
