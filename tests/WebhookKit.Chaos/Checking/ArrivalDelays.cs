using System.Diagnostics;
using WebhookKit.Chaos.Journals;

namespace WebhookKit.Chaos.Checking;

/// <summary>How long after its publish had begun each event arrived for the first time, by the machine's monotonic clock.</summary>
internal static class ArrivalDelays
{
    private const double Percentile = 0.95;

    public static IReadOnlyList<(Publish Publish, TimeSpan Delay)> Of(IEnumerable<Publish> publishes, IEnumerable<Request> requests)
    {
        var first = requests.GroupBy(request => request.Key).ToDictionary(same => same.Key, same => same.Min(request => request.StartedAt));
        return
        [
            .. publishes.Where(publish => first.ContainsKey(publish.Key))
                .Select(publish => (publish, Stopwatch.GetElapsedTime(publish.BegunAt, first[publish.Key]))),
        ];
    }

    /// <summary>What all but one in twenty keep to, in seconds; none where there are none.</summary>
    public static double P95(IEnumerable<TimeSpan> delays)
    {
        var sorted = delays.Order().ToArray();
        return sorted.Length == 0 ? double.NaN : sorted[(int)Math.Ceiling(sorted.Length * Percentile) - 1].TotalSeconds;
    }
}
