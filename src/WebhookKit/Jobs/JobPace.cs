namespace WebhookKit.Jobs;

/// <summary>When the next step of a job may be made. Kept by the instance that runs the job: a new one begins anew.</summary>
internal sealed class JobPace(TimeProvider clock)
{
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(5);

    private long _since;
    private TimeSpan _pause;

    /// <summary>How long to wait; zero or less where it may be made.</summary>
    public TimeSpan Wait => _pause - clock.GetElapsedTime(_since);

    /// <summary>How many a step makes: what the rate lets through in a second, so that they come evenly.</summary>
    public static int MostOf(WebhookJob job) => Math.Min(job.Rate ?? JobStepper.MostAtOnce, JobStepper.MostAtOnce);

    /// <summary>A step has been made.</summary>
    public void Made(long deliveries, int? rate) => Begin(rate is { } most ? TimeSpan.FromSeconds((double)deliveries / most) : TimeSpan.Zero);

    /// <summary>A step has failed.</summary>
    public void Failed() => Begin(PauseAfterFailure);

    private void Begin(TimeSpan pause)
    {
        _since = clock.GetTimestamp();
        _pause = pause;
    }
}
