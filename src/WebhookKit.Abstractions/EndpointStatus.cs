namespace WebhookKit;

/// <summary>Whether an endpoint takes part in delivery.</summary>
public enum EndpointStatus
{
    /// <summary>Events are queued for the endpoint and sent to it.</summary>
    Enabled = 0,

    /// <summary>No event is queued for the endpoint and no request starts; what was pending when it was disabled is cancelled.</summary>
    Disabled = 1,

    /// <summary>Events are queued for the endpoint, and wait: no request starts until it is resumed.</summary>
    Paused = 2,
}
