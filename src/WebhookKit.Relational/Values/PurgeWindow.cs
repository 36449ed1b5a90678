using WebhookKit.Storage;

namespace WebhookKit.Relational.Values;

/// <summary>
/// The keys that one step of retention looks at, from one on and below another. As many events as the step may remove lie in it,
/// so that a step costs no more where most of what is old has to stay.
/// </summary>
/// <param name="From">The first key of it.</param>
/// <param name="Edge">The first key after it; null where everything old that is left lies in it.</param>
internal readonly record struct PurgeWindow(Guid From, Guid? Edge)
{
    /// <summary>A key above all that may be removed; null where nothing may be.</summary>
    public static Guid? EndOf(PurgeRequest request) => EventsBefore(request) is { } before ? TimeKey.AboveAllAt(before) : null;

    /// <summary>The moment before which events may be removed that nothing refers to; null where all are kept.</summary>
    public static DateTimeOffset? EventsBefore(PurgeRequest request) =>
        request.EndedBefore is null || request.DeadBefore > request.EndedBefore ? request.DeadBefore : request.EndedBefore;

    /// <summary>A key above all in the window that are older than a moment; without one, nothing is.</summary>
    public Guid Below(DateTimeOffset? before)
    {
        var end = before is { } moment ? TimeKey.AboveAllAt(moment) : Guid.Empty;
        return Edge < end ? Edge.Value : end;
    }

    /// <summary>What the step has come to.</summary>
    public PurgeResult Conclude(PurgeRequest request, int deliveries, int events) => new()
    {
        Deliveries = deliveries,
        Events = events,
        Next = deliveries == request.Limit ? From : Edge, // there may be more deliveries in it than one step removes
    };
}
