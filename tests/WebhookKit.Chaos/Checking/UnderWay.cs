using System.Diagnostics;
using WebhookKit.Chaos.Journals;

namespace WebhookKit.Chaos.Checking;

/// <summary>How many requests an endpoint has under way when another one comes in, by the receiver's journal.</summary>
internal static class UnderWay
{
    /// <param name="requests">The requests of one endpoint.</param>
    /// <param name="timeout">
    /// After how long the sender gives up. The receiver notices that later than the sender makes its next request, so that one
    /// which was not answered counts for half of it at the most.
    /// </param>
    /// <returns>For each request, in the order of their starts, how many there are, itself included.</returns>
    public static IReadOnlyList<(Request Request, int Count)> AtStarts(IEnumerable<Request> requests, TimeSpan timeout)
    {
        var longest = (long)(timeout.TotalSeconds / 2 * Stopwatch.Frequency);
        var ends = new PriorityQueue<long, long>();
        var counts = new List<(Request, int)>();
        foreach (var request in requests.OrderBy(request => request.StartedAt))
        {
            while (ends.TryPeek(out _, out var end) && end <= request.StartedAt)
            {
                ends.Dequeue();
            }

            var itsEnd = request.AnsweredAt ?? Math.Min(request.EndedAt ?? long.MaxValue, request.StartedAt + longest);
            ends.Enqueue(itsEnd, itsEnd);
            counts.Add((request, ends.Count));
        }

        return counts;
    }
}
