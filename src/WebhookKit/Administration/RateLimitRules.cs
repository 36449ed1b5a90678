using WebhookKit.Pacing;

namespace WebhookKit.Administration;

/// <summary>What a rate limit may be.</summary>
internal static class RateLimitRules
{
    private const int SecondsOfDay = 86_400;

    public static IEnumerable<FieldError> Check(EndpointRateLimit? limit)
    {
        if (limit is null)
        {
            yield break;
        }

        if (!RateRange.Contains(limit.PerSecond))
        {
            yield return new FieldError("rate_limit.per_second", FormattableString.Invariant($"must be from {RateRange.Lowest} to {RateRange.Highest}; was {limit.PerSecond}. Leave rate_limit out for no limit."));
        }

        if (limit.Burst is < 1 or > RateRange.MostAtOnce)
        {
            yield return new FieldError("rate_limit.burst", FormattableString.Invariant($"must be from 1 to {RateRange.MostAtOnce}, or be left out; was {limit.Burst}."));
        }
        else if (limit.Burst > Math.Max(1, limit.PerSecond * SecondsOfDay))
        {
            yield return new FieldError("rate_limit.burst", FormattableString.Invariant($"must not be more than a day brings at {limit.PerSecond} a second; was {limit.Burst}."));
        }
    }
}
