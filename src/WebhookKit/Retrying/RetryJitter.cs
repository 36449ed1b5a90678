namespace WebhookKit.Retrying;

/// <summary>Spreads what failed together. Only ever later: a delay is a promise to leave the receiver alone.</summary>
internal static class RetryJitter
{
    public static TimeSpan Add(TimeSpan delay, double jitter, double random) => delay + (delay * (jitter * random));
}
