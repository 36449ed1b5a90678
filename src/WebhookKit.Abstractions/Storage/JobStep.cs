namespace WebhookKit.Storage;

/// <summary>One step of a job.</summary>
public sealed class JobStep
{
    /// <summary>The job.</summary>
    public required JobId Id { get; init; }

    /// <summary>The revision at which the step was planned. It is made only if the job still has it.</summary>
    public required long Revision { get; init; }

    /// <summary>How far the job has got with it.</summary>
    public required string? Position { get; init; }

    /// <summary>The job's status after it.</summary>
    public required JobStatus Status { get; init; }

    /// <summary>Why the job has failed; null unless it has.</summary>
    public string? FailureReason { get; init; }

    /// <summary>How many the job selects, as far as it has counted.</summary>
    public long? Total { get; init; }

    /// <summary>Dead letters and cancelled deliveries to be made again.</summary>
    public IReadOnlyList<JobReplay> Replays { get; init; } = [];

    /// <summary>First deliveries to be made, of events that are stored.</summary>
    public IReadOnlyList<DeliveryId> FirstDeliveries { get; init; } = [];

    /// <summary>When it is made, in UTC: the new deliveries are due then, or at what the store's clock shows if that is earlier.</summary>
    public required DateTimeOffset At { get; init; }
}
