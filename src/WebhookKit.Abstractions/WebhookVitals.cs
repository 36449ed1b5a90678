namespace WebhookKit;

/// <summary>The signs of life of the engine in one process, at one moment.</summary>
public sealed class WebhookVitals
{
    /// <summary>Whether this process delivers. The other members say nothing where it does not.</summary>
    /// <value>False while the host starts and after it stops, and where <c>Hosting:Deliver</c> is off.</value>
    public required bool Delivers { get; init; }

    /// <summary>How many of the 64 partitions this process owns.</summary>
    public int OwnedPartitions { get; init; }

    /// <summary>For how long the database has not renewed the leases, beyond what is usual; null while it does.</summary>
    /// <value>Nothing is sent once the leases have run out.</value>
    public TimeSpan? LeasesNotRenewedFor { get; init; }

    /// <summary>By how much the clock of this process is ahead of the database's; null until they were compared.</summary>
    /// <value>
    /// Negative where it is behind. Leases and the schedule go by the database's clock and do not mind; signatures carry the time of the
    /// process, and receivers refuse those that are more than 5 minutes off.
    /// </value>
    public TimeSpan? ClockSkew { get; init; }

    /// <summary>
    /// For how long the oldest delivery has been due that this process may send, as of its last poll; null where none is due.
    /// </summary>
    /// <value>Deliveries to endpoints that have asked to be left alone do not count.</value>
    public TimeSpan? OldestDueAge { get; init; }

    /// <summary>For how long deliveries have been due without any attempt ending; null where none is due.</summary>
    public TimeSpan? WithoutProgressFor { get; init; }

    /// <summary>
    /// What is wrong with the keys that secrets are encrypted under, in a sentence; null while all is well. Known in a process that does not
    /// deliver, too.
    /// </summary>
    public string? KeyProblem { get; init; }

    /// <summary>
    /// Which egress proxies cannot be used, by host and port, and why; null while all can, or nothing goes through one. Deliveries that would go
    /// through them wait, and are tried again every few seconds. Known in a process that does not deliver, too.
    /// </summary>
    public string? ProxyProblem { get; init; }

    /// <summary>
    /// How many endpoints this process cannot sign for, because their secrets cannot be read or a signer is not registered. Their deliveries wait, and are tried again every
    /// few seconds.
    /// </summary>
    public int EndpointsWithoutSigning { get; init; }

    /// <summary>
    /// How many endpoints have a client certificate that ends within 30 days or has ended. Known where the first partition is, and looked for every hour.
    /// </summary>
    public int CertificatesEnding { get; init; }

    /// <summary>For how long outcomes could not be recorded, so that nothing is sent; null while they can.</summary>
    public TimeSpan? NotRecordingFor { get; init; }
}
