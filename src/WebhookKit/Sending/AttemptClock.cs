namespace WebhookKit.Sending;

/// <summary>When an attempt began, by the calendar and by a clock that never jumps.</summary>
internal readonly struct AttemptClock(TimeProvider timeProvider)
{
    private readonly long _started = timeProvider.GetTimestamp();

    public DateTimeOffset StartedAt { get; } = timeProvider.GetUtcNow();

    public TimeSpan Elapsed => timeProvider.GetElapsedTime(_started);

    public SendResult Result(AttemptFailure failure) => new()
    {
        Outcome = failure.Outcome,
        Error = failure.Error,
        SparesEndpoint = failure.SparesEndpoint,
        Duration = Elapsed,
    };
}
