using System.Diagnostics;
using WebhookKit.LoadTest.Loading;

namespace WebhookKit.LoadTest.Measuring;

internal static class Rate
{
    /// <summary>How many deliveries a second the publishers came to.</summary>
    public static double Of(IReadOnlyCollection<PublishedEvent> published, EndpointPlan plan) =>
        published.Count * plan.FanOut / Stopwatch.GetElapsedTime(published.Min(one => one.Began), published.Max(one => one.Ended)).TotalSeconds;
}
