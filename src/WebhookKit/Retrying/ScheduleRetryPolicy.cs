namespace WebhookKit.Retrying;

/// <summary>Follows a list of delays and gives up at its end.</summary>
internal sealed class ScheduleRetryPolicy : IRetryPolicy
{
    private readonly TimeSpan[] _delays;
    private readonly double _jitter;

    /// <param name="schedule">The delays between attempts; a leading zero stands for the first attempt.</param>
    /// <param name="jitter">The largest part of a delay that chance may add.</param>
    public ScheduleRetryPolicy(IReadOnlyList<TimeSpan> schedule, double jitter)
    {
        ArgumentNullException.ThrowIfNull(schedule);

        _delays = [.. schedule.Skip(schedule.Count > 0 && schedule[0] == TimeSpan.Zero ? 1 : 0)];
        _jitter = jitter;
    }

    /// <summary>What Standard Webhooks proposes: ten attempts in about three days.</summary>
    public static IReadOnlyList<TimeSpan> DefaultSchedule { get; } =
    [
        TimeSpan.Zero,
        TimeSpan.FromSeconds(5),
        TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(2),
        TimeSpan.FromHours(5),
        TimeSpan.FromHours(10),
        TimeSpan.FromHours(14),
        TimeSpan.FromHours(20),
        TimeSpan.FromHours(24),
    ];

    public RetryDecision Decide(RetryContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentOutOfRangeException.ThrowIfLessThan(context.AttemptNumber, 1);

        return context.AttemptNumber <= _delays.Length
            ? RetryDecision.After(RetryJitter.Add(_delays[context.AttemptNumber - 1], _jitter, context.Random))
            : RetryDecision.GiveUp;
    }
}
