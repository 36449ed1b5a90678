using System.Diagnostics;
using WebhookKit.Chaos.Journals;

namespace WebhookKit.Chaos.Checking;

/// <summary>Holds each request after a failure against the delay that was planned, by the monotonic clock of the receiver's machine.</summary>
internal static class RetryCheck
{
    /// <param name="requests">All requests.</param>
    /// <param name="delay">How long after a failure a delivery is due again, at the least.</param>
    public static RetryFindings Run(IEnumerable<Request> requests, TimeSpan delay)
    {
        var pairs = requests.GroupBy(request => (request.WebhookId, request.Endpoint))
            .Select(same => same.OrderBy(request => request.StartedAt).ToArray())
            .SelectMany(same => same.Zip(same.Skip(1)))
            .Where(pair => pair.First is { AnsweredAt: not null, IsAccepted: false })
            .ToArray();
        return new RetryFindings(
            pairs.Length,
            pairs.Count(pair => pair.First.Instance != pair.Second.Instance),
            pairs.Select(pair => delay - Stopwatch.GetElapsedTime(pair.First.AnsweredAt!.Value, pair.Second.StartedAt)).DefaultIfEmpty(-delay).Max());
    }
}
