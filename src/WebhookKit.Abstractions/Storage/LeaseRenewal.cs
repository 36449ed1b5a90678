namespace WebhookKit.Storage;

/// <summary>An instance's request to own partitions.</summary>
public sealed class LeaseRenewal
{
    /// <summary>The instance; unique for each start of a process, at most 200 characters.</summary>
    public required string InstanceId { get; init; }

    /// <summary>How long the leases last, from the database's now.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>
    /// Whether partitions whose leases have expired may be taken though the instance renews late: less than <see cref="LateBelow"/>
    /// is left of its last registration, or it has none, because it has just started or was taken for dead.
    /// </summary>
    /// <value>
    /// False by default: what kept it from renewing most likely kept the others from it too, and they shall get to prolong what is
    /// theirs before somebody takes it; who has just started cannot know. True for whoever was late before, or it would never take
    /// anything where all are always late. What is free may be taken in any case.
    /// </value>
    public bool MayTakeLate { get; init; }

    /// <summary>With less than this left of its registration, an instance renews late: a third of <see cref="Duration"/>.</summary>
    /// <remarks>
    /// Leases are renewed at least as often as that. So when the leases of others end while more is left of its own, nothing that they
    /// have in common with it is the cause.
    /// </remarks>
    public TimeSpan LateBelow => Duration / 3;
}
