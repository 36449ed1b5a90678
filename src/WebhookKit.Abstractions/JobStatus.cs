namespace WebhookKit;

/// <summary>Where a job stands.</summary>
public enum JobStatus
{
    /// <summary>No instance has begun with it.</summary>
    Pending = 0,

    /// <summary>It counts what it selects, and then makes new deliveries, step by step.</summary>
    Running = 1,

    /// <summary>It has been through all that it selects. Final.</summary>
    Completed = 2,

    /// <summary>Somebody has cancelled it; what it made until then stays. Final.</summary>
    Cancelled = 3,

    /// <summary>It cannot go on, and says why. What it made until then stays; a new job goes on from there. Final.</summary>
    Failed = 4,
}
