namespace WebhookKit.Chaos.Injecting;

/// <summary>What was done to an instance.</summary>
internal enum FaultKind
{
    /// <summary>It ended at once and recorded nothing more.</summary>
    Kill,

    /// <summary>It stood still, and went on later as if nothing had been.</summary>
    Pause,

    /// <summary>It could not reach the database for a while.</summary>
    Cut,

    /// <summary>The clock was set by which its leases end, and what it began until it renewed them counts, too.</summary>
    Clock,
}
