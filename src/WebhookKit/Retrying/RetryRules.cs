using System.Globalization;

namespace WebhookKit.Retrying;

/// <summary>What makes sense as a schedule or as growing delays, whoever wrote it.</summary>
internal static class RetryRules
{
    public const int MostDelays = 100;
    public const int MostAttempts = 1000;
    public const double LargestFactor = 100;

    public static TimeSpan LongestAge { get; } = TimeSpan.FromDays(365);

    public static TimeSpan LongestDelay { get; } = TimeSpan.FromDays(30);

    /// <summary>Each broken rule with the property that breaks it.</summary>
    public static IEnumerable<(string Property, string Message)> FindBroken(IReadOnlyList<TimeSpan>? schedule, ExponentialRetrySettings? exponential) =>
        FindBroken(schedule).Concat(FindBroken(exponential));

    private static IEnumerable<(string Property, string Message)> FindBroken(IReadOnlyList<TimeSpan>? schedule)
    {
        if (schedule is null)
        {
            yield break;
        }

        if (schedule.Count > MostDelays)
        {
            yield return (nameof(RetrySettings.Schedule), $"must hold at most {MostDelays} delays; held {schedule.Count}.");
            yield break;
        }

        for (var i = 0; i < schedule.Count; i++)
        {
            if (schedule[i] < TimeSpan.Zero || schedule[i] > LongestDelay)
            {
                yield return (
                    string.Create(CultureInfo.InvariantCulture, $"{nameof(RetrySettings.Schedule)}[{i}]"),
                    $"must be a delay between zero and {LongestDelay.TotalDays} days; was {schedule[i]}.");
            }
        }
    }

    private static IEnumerable<(string Property, string Message)> FindBroken(ExponentialRetrySettings? exponential)
    {
        if (exponential is null)
        {
            yield break;
        }

        if (exponential.InitialDelay <= TimeSpan.Zero || exponential.InitialDelay > LongestDelay)
        {
            yield return Broken(nameof(exponential.InitialDelay), $"must be more than zero and at most {LongestDelay.TotalDays} days; was {exponential.InitialDelay}.");
        }

        if (exponential.Factor is not (>= 1 and <= LargestFactor))
        {
            yield return Broken(
                nameof(exponential.Factor),
                string.Create(CultureInfo.InvariantCulture, $"must be between 1 and {LargestFactor}; was {exponential.Factor}."));
        }

        if (exponential.MaxDelay < exponential.InitialDelay || exponential.MaxDelay > LongestDelay)
        {
            yield return Broken(
                nameof(exponential.MaxDelay),
                $"must be at least {nameof(exponential.InitialDelay)} ({exponential.InitialDelay}) and at most {LongestDelay.TotalDays} days; was {exponential.MaxDelay}.");
        }

        if (exponential.MaxAttempts is not (>= 1 and <= MostAttempts))
        {
            yield return Broken(nameof(exponential.MaxAttempts), $"must be between 1 and {MostAttempts}; was {exponential.MaxAttempts}.");
        }

        if (exponential.MaxAge is { } age && (age <= TimeSpan.Zero || age > LongestAge))
        {
            yield return Broken(nameof(exponential.MaxAge), $"must be more than zero and at most {LongestAge.TotalDays} days, or left out for any age; was {age}.");
        }
    }

    private static (string Property, string Message) Broken(string property, string message) =>
        ($"{nameof(RetrySettings.Exponential)}.{property}", message);
}
