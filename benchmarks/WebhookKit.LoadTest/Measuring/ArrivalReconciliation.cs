using WebhookKit.LoadTest.Loading;
using WebhookKit.LoadTest.Receiving;

namespace WebhookKit.LoadTest.Measuring;

/// <summary>Compares what was published with what the receiver noted, event by event and endpoint by endpoint.</summary>
internal static class ArrivalReconciliation
{
    public static Reconciliation Of(IReadOnlyCollection<PublishedEvent> published, EndpointPlan plan, IEnumerable<Arrival> arrivals)
    {
        var awaited = Reconciliation.Awaited(published, plan);
        var newest = new Dictionary<int, long>();
        var (duplicates, outOfOrder) = (0, 0);
        var (latencies, moments) = (new List<long>(awaited.Count), new List<long>(awaited.Count));
        foreach (var arrival in arrivals)
        {
            var endpoint = (int)arrival.Endpoint;
            if (!awaited.Remove((arrival.Event, endpoint), out var began))
            {
                duplicates++;
                continue;
            }

            var before = newest.GetValueOrDefault(endpoint, long.MinValue);
            outOfOrder += began < before ? 1 : 0;
            newest[endpoint] = Math.Max(began, before);
            latencies.Add(arrival.Timestamp - began);
            moments.Add(arrival.Timestamp);
        }

        moments.Sort();
        return new Reconciliation(awaited.Count, duplicates, outOfOrder, Latencies.OfTicks(latencies), moments);
    }
}
