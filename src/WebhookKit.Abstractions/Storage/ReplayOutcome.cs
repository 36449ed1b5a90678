namespace WebhookKit.Storage;

/// <summary>Whether a delivery is made again.</summary>
public enum ReplayOutcome
{
    /// <summary>A new delivery is queued.</summary>
    Created = 0,

    /// <summary>There is no such delivery, or it belongs to another owner.</summary>
    NotFound = 1,

    /// <summary>The endpoint is disabled or deleted.</summary>
    EndpointUnavailable = 2,

    /// <summary>It has been replayed before, or is neither dead nor cancelled, and <see cref="ReplayRequest.OnlyUnreplayed"/> was asked for.</summary>
    AlreadyReplayed = 3,

    /// <summary>
    /// The event has expired (<see cref="WebhookEvent.ExpiresAt"/>) and would not be sent. No store answers this; the engine looks first.
    /// </summary>
    EventExpired = 4,
}
