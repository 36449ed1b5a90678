namespace WebhookKit.Dispatching;

/// <summary>How badly a lane needs to be read. In order: the greater, the sooner.</summary>
internal enum ReadNeed
{
    /// <summary>It has room, but also enough to go on with: read together with others only.</summary>
    CanWait = 0,

    /// <summary>It runs low: read as soon as that is worth a question.</summary>
    RunsLow = 1,

    /// <summary>Senders have nothing of it left.</summary>
    HasNothing = 2,

    /// <summary>Its endpoint has to be read again before anything may be sent.</summary>
    Refresh = 3,
}
