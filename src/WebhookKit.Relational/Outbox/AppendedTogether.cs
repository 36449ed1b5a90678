using WebhookKit.Storage;

namespace WebhookKit.Relational.Outbox;

/// <summary>What becomes of several events that are stored together or not at all.</summary>
internal static class AppendedTogether
{
    /// <summary>
    /// A single event is stored or not; several without keys cannot conflict. Only several with keys may have to be undone
    /// after some of them were stored.
    /// </summary>
    public static bool MayBeUndone(IReadOnlyList<WebhookEvent> events) =>
        events.Count > 1 && events.Any(item => item.IdempotencyKey is not null);

    public static bool HasConflict(AppendResult result) => result.Events.Any(one => one.Outcome == AppendOutcome.Conflict);

    /// <summary>The answer where one of them conflicts: the others are not stored either.</summary>
    public static AppendResult Undone(AppendResult result) => new()
    {
        Events = [.. result.Events.Select(one => one.Outcome == AppendOutcome.Stored ? new() { Id = one.Id, Outcome = AppendOutcome.NotStored } : one)],
    };
}
