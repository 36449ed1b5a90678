using WebhookKit.LoadTest.Loading;
using WebhookKit.LoadTest.Receiving;

namespace WebhookKit.LoadTest.Measuring;

/// <summary>
/// Compares what was published with what arrived, event by event and endpoint by endpoint. Endpoints that hang are left out:
/// they get every event several times, by design.
/// </summary>
internal sealed class Reconciliation
{
    private Reconciliation(int lost, int duplicates, Latencies received) => (Lost, Duplicates, Received) = (lost, duplicates, received);

    public int Lost { get; }

    /// <summary>Requests beyond the first for the same event and endpoint, and requests that nobody asked for.</summary>
    public int Duplicates { get; }

    /// <summary>From the call that published to the arrival of the first request.</summary>
    public Latencies Received { get; }

    public static Reconciliation Of(IReadOnlyCollection<PublishedEvent> published, EndpointPlan plan, IEnumerable<Arrival> arrivals)
    {
        var awaited = new Dictionary<(Guid Event, long Endpoint), long>(published.Count * plan.FanOut);
        foreach (var one in published.Where(one => !plan.GroupHangs(one.Group)))
        {
            foreach (var endpoint in plan.EndpointsOf(one.Group))
            {
                awaited.Add((one.Id.Value, endpoint), one.Began);
            }
        }

        var duplicates = 0;
        var latencies = new List<long>(awaited.Count);
        foreach (var arrival in arrivals.Where(arrival => !plan.Hangs((int)arrival.Endpoint)))
        {
            if (awaited.Remove((arrival.Event, arrival.Endpoint), out var began))
            {
                latencies.Add(arrival.Timestamp - began);
            }
            else
            {
                duplicates++;
            }
        }

        return new Reconciliation(awaited.Count, duplicates, Latencies.OfTicks(latencies));
    }

    public static Reconciliation Together(IEnumerable<Reconciliation> parts)
    {
        Reconciliation[] all = [.. parts];
        return new Reconciliation(all.Sum(part => part.Lost), all.Sum(part => part.Duplicates), Latencies.Together(all.Select(part => part.Received)));
    }
}
