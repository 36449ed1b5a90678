using WebhookKit.Relational.Values;
using WebhookKit.Storage;

namespace WebhookKit.Relational.History;

/// <summary>
/// When a list of an owner's deliveries begins with its events. Deliveries have no owner of their own: they are walked from the newest on, and
/// each asks its event. Where an owner has few among many that takes as long as there are others, so its deliveries are looked up by their keys
/// instead, which are the ids of its events and the keys of what repeats them: all of them where they are few, else those of the newest
/// events, and only where these do not fill the page all deliveries are walked.
/// </summary>
internal static class OwnedList
{
    /// <summary>Up to so many events are few.</summary>
    public const int MostEvents = 4_000;

    /// <summary>So many events are looked up where there are more: enough for the longest page, unless most have no delivery in the list.</summary>
    public const int NewestEvents = 1_000;

    /// <summary>
    /// So many replays, of whichever owner, may have been made since the oldest of the newest events, to look for those of its older events
    /// among them.
    /// </summary>
    public const int MostReplays = 10_000;

    /// <summary>
    /// How far the clocks of two publishers may be apart. What repeats an event has a key of a later time than the event, by the clock of whoever
    /// asked for it.
    /// </summary>
    private static readonly TimeSpan ClocksApart = TimeSpan.FromHours(1);

    /// <summary>Whether the owner's events are asked for. An endpoint and an event lead to their deliveries by themselves.</summary>
    public static bool BeginsWithEvents(DeliveryListQuery query) => query is { Owner.Length: > 0, Endpoint: null, Event: null };

    /// <summary>An id above those of all events that a delivery in the list may be of.</summary>
    public static Guid BelowOfEvents(DeliveryListQuery query) => TimeKey.Later(Last(query), ClocksApart);

    /// <summary>A key above those of all deliveries in the list.</summary>
    public static Guid Below(DeliveryListQuery query) => TimeKey.Later(Last(query), TimeSpan.FromMilliseconds(1));

    /// <summary>Whether all that the list may hold has keys from this one on.</summary>
    public static bool BeginsAt(DeliveryListQuery query, Guid lowest) => query.From is { } since && lowest <= TimeKey.LowestAt(since);

    private static Guid Last(DeliveryListQuery query)
    {
        var after = query.After?.Key ?? Guid.AllBitsSet;
        var to = query.To is { } until ? TimeKey.AboveAllAt(until) : Guid.AllBitsSet;
        return after < to ? after : to;
    }
}
