namespace WebhookKit.Retrying;

/// <summary>Multiplies the delay after each attempt, up to a longest one, and gives up after a number of attempts or at an age.</summary>
internal sealed class ExponentialRetryPolicy(ExponentialRetrySettings settings, double jitter) : IRetryPolicy
{
    public RetryDecision Decide(RetryContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentOutOfRangeException.ThrowIfLessThan(context.AttemptNumber, 1);

        if (context.AttemptNumber >= settings.MaxAttempts)
        {
            return RetryDecision.GiveUp;
        }

        // Judged without jitter: chance must not decide whether there is one more attempt.
        var delay = DelayAfter(context.AttemptNumber);
        return context.Age + delay > settings.MaxAge
            ? RetryDecision.GiveUp
            : RetryDecision.After(RetryJitter.Add(delay, jitter, context.Random));
    }

    private TimeSpan DelayAfter(int attempt)
    {
        // Compared as numbers first: the power leaves the range of a time long before the attempts are used up.
        var ticks = settings.InitialDelay.Ticks * Math.Pow(settings.Factor, attempt - 1);
        return ticks < settings.MaxDelay.Ticks ? TimeSpan.FromTicks((long)ticks) : settings.MaxDelay;
    }
}
