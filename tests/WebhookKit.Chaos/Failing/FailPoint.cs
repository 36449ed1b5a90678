namespace WebhookKit.Chaos.Failing;

/// <summary>What is wrong with a host, in the life of a delivery.</summary>
internal enum FailPoint
{
    None,

    /// <summary>Deliveries are read and none is sent.</summary>
    HoldSends,

    /// <summary>Deliveries are sent and none is recorded.</summary>
    HoldRecords,

    /// <summary>Deliveries are sent, and recorded once another instance has finished them.</summary>
    LateRecords,

    /// <summary>What the library asks of the store, and what it tells the host's own code, throws now and then.</summary>
    Throw,

    /// <summary>The host's own code throws: an observer always, a signer for what it is meant to.</summary>
    ThrowingHooks,
}
