namespace WebhookKit.Administration;

/// <summary>What a rate limit may be.</summary>
internal static class RateLimitRules
{
    private const double Lowest = 0.001;
    private const double Highest = 100_000;
    private const int MostAtOnce = 100_000;
    private const int SecondsOfDay = 86_400;

    public static IEnumerable<FieldError> Check(EndpointRateLimit? limit)
    {
        if (limit is null)
        {
            yield break;
        }

        // Also false for what is no number.
        if (!(limit.PerSecond >= Lowest && limit.PerSecond <= Highest))
        {
            yield return new FieldError("rate_limit.per_second", FormattableString.Invariant($"must be from {Lowest} to {Highest}; was {limit.PerSecond}. Leave rate_limit out for no limit."));
        }

        if (limit.Burst is < 1 or > MostAtOnce)
        {
            yield return new FieldError("rate_limit.burst", FormattableString.Invariant($"must be from 1 to {MostAtOnce}, or be left out; was {limit.Burst}."));
        }
        else if (limit.Burst > Math.Max(1, limit.PerSecond * SecondsOfDay))
        {
            yield return new FieldError("rate_limit.burst", FormattableString.Invariant($"must not be more than a day brings at {limit.PerSecond} a second; was {limit.Burst}."));
        }
    }
}
