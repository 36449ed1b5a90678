namespace WebhookKit;

/// <summary>A durable task that makes many new deliveries step by step, and how far it has got.</summary>
/// <remarks>
/// A step makes its deliveries and notes its progress in one transaction, so that whatever ends a process, a job goes on from where it was
/// and makes exactly one new delivery for each that it selects.
/// </remarks>
public sealed class WebhookJob
{
    /// <summary>The id.</summary>
    public required JobId Id { get; init; }

    /// <summary>What it does.</summary>
    public required JobKind Kind { get; init; }

    /// <summary>The tenant whose deliveries it selects and who may see it; null for those of all owners, shown only to who may see all.</summary>
    public string? Owner { get; init; }

    /// <summary>What it makes new deliveries for.</summary>
    public required JobSelection Selection { get; init; }

    /// <summary>How many new deliveries it makes in a second at the most.</summary>
    /// <value>Null by default: as many as the store takes. Sending them is limited by the endpoint's own rate limit.</value>
    public int? Rate { get; init; }

    /// <summary>Where it stands.</summary>
    public JobStatus Status { get; init; }

    /// <summary>Why it has failed; null unless it has.</summary>
    public string? FailureReason { get; init; }

    /// <summary>How many it selects, as it has counted them before its first step; grows while it counts, and is null before that.</summary>
    public long? Total { get; init; }

    /// <summary>How many new deliveries it has made.</summary>
    public long Done { get; init; }

    /// <summary>
    /// How many of what it had selected it has passed over: replayed by somebody else meanwhile, removed by retention, or for an endpoint
    /// that is disabled.
    /// </summary>
    public long Skipped { get; init; }

    /// <summary>Who asked for it.</summary>
    public required string RequestedBy { get; init; }

    /// <summary>When it was asked for, in UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When an instance began with it, in UTC; null before.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it last made a step, in UTC; when it was asked for, before.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When it ended, in UTC; null before.</summary>
    public DateTimeOffset? EndedAt { get; init; }
}
