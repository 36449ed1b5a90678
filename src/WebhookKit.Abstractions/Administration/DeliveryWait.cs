namespace WebhookKit.Administration;

/// <summary>What a delivery waits for.</summary>
public enum DeliveryWait
{
    /// <summary>The time of its first attempt or of the next one.</summary>
    DueTime = 0,

    /// <summary>The endpoint is paused, until somebody resumes it.</summary>
    Resume = 1,

    /// <summary>Too many attempts for the endpoint have failed: its circuit has to be closed by one that is tried and succeeds.</summary>
    Circuit = 2,

    /// <summary>An instance that delivers: none has a lease on the endpoint's partition.</summary>
    Instance = 3,

    /// <summary>Its turn: it is due, and is being sent or behind others of the same endpoint or process, within their limits.</summary>
    Turn = 4,

    /// <summary>Another delivery of its endpoint, which was queued before it and has not ended: they are sent in order.</summary>
    Order = 5,

    /// <summary>The secrets of its endpoint cannot be read, or a signer of it is not registered, and nothing is sent unsigned: it waits, and uses up no attempt.</summary>
    Signing = 6,

    /// <summary>The egress proxy that it would go through cannot be used, as far as the process that is asked knows: it waits, and uses up no attempt.</summary>
    Proxy = 7,
}
