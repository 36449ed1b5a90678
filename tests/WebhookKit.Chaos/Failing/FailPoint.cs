namespace WebhookKit.Chaos.Failing;

/// <summary>A place in the life of a delivery where a host stands still until it is killed.</summary>
internal enum FailPoint
{
    None,

    /// <summary>Deliveries are read and none is sent.</summary>
    HoldSends,

    /// <summary>Deliveries are sent and none is recorded.</summary>
    HoldRecords,
}
