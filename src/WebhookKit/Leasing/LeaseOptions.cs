namespace WebhookKit.Leasing;

/// <summary>How partitions are shared among instances. Section <c>Leasing</c>.</summary>
public sealed class LeaseOptions
{
    /// <summary>How long a lease lasts. After a crash, others take over when it has passed, and an instance that starts later than that after one <see cref="RenewEvery"/>.</summary>
    /// <value>15 s by default; 1 s to 10 minutes.</value>
    public TimeSpan Duration { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How often leases are renewed.</summary>
    /// <value>5 s by default; at most a third of <see cref="Duration"/>.</value>
    public TimeSpan RenewEvery { get; set; } = TimeSpan.FromSeconds(5);
}
