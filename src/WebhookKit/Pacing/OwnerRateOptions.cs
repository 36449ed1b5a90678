namespace WebhookKit.Pacing;

/// <summary>
/// How many requests the endpoints of one owner get in a time, all together and over all instances. Section <c>OwnerRate</c>. What is over the
/// limit waits, and loses no attempt by it. The limit of a single endpoint (<see cref="EndpointRateLimit"/>) holds besides.
/// </summary>
/// <remarks>
/// Instances that send to an owner at the same time share its rate through the database: each reserves stretches of at most half a second. A
/// test that somebody asks for is not counted. Endpoints without an owner are those of one owner, whose name is empty.
/// </remarks>
public sealed class OwnerRateOptions
{
    /// <summary>How many requests a second each owner gets, on average.</summary>
    /// <value>Null by default, for no limit; 0.001 to 100,000.</value>
    public double? PerSecond { get; set; }

    /// <summary>
    /// How many requests to an owner may start at once after a time without any. Each instance may be that far behind with what it has
    /// reserved, so that as many more may start in one second.
    /// </summary>
    /// <value>Null by default: as many as in a tenth of a second, and at least one. 1 to 100,000.</value>
    public int? Burst { get; set; }

    /// <summary>The requests a second of owners that get another number than <see cref="PerSecond"/>, by the owner's name.</summary>
    /// <value>Empty by default; each 0.001 to 100,000.</value>
    public IDictionary<string, double> PerSecondOf { get; } = new Dictionary<string, double>(StringComparer.Ordinal);

    /// <summary>The requests a second of an owner; null for no limit.</summary>
    internal double? Of(string owner) => PerSecondOf.TryGetValue(owner, out var own) ? own : PerSecond;
}
