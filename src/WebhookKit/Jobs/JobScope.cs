namespace WebhookKit.Jobs;

/// <summary>What a job selects from, as things are now.</summary>
/// <param name="Kind">What the job does.</param>
/// <param name="Owner">Only deliveries of this owner; null for any.</param>
/// <param name="Selection">Its filters.</param>
/// <param name="Endpoint">The endpoint that the selection names, as it is now; null where it names none.</param>
internal sealed record JobScope(JobKind Kind, string? Owner, JobSelection Selection, WebhookEndpoint? Endpoint)
{
    /// <summary>Whether an event's type is selected. Recovering an endpoint sends it nothing that it no longer subscribes to.</summary>
    public bool Takes(string eventType) =>
        (Selection.EventType is null || EventTypePattern.Matches(Selection.EventType, eventType))
        && (Kind != JobKind.Recover || Endpoint is null || Endpoint.Events.Any(pattern => EventTypePattern.Matches(pattern, eventType)));
}
