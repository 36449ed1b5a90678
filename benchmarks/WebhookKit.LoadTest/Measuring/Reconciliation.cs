using WebhookKit.LoadTest.Loading;

namespace WebhookKit.LoadTest.Measuring;

/// <summary>What became of what was published. Endpoints with trouble are left out: they get every event several times, by design.</summary>
/// <param name="Lost">Deliveries that never arrived.</param>
/// <param name="Duplicates">Requests beyond the first for the same event and endpoint, and requests that nobody asked for.</param>
/// <param name="OutOfOrder">Events that arrived at an endpoint after one whose publishing began later; null where that is not known.</param>
/// <param name="Received">From the call that published to the arrival of the first request.</param>
/// <param name="Arrivals">When the first requests arrived, in order, by the monotonic clock.</param>
internal sealed record Reconciliation(int Lost, int Duplicates, int? OutOfOrder, Latencies Received, IReadOnlyList<long> Arrivals)
{
    public static Reconciliation Together(IEnumerable<Reconciliation> parts)
    {
        Reconciliation[] all = [.. parts];
        return new Reconciliation(
            all.Sum(part => part.Lost),
            all.Sum(part => part.Duplicates),
            all.Any(part => part.OutOfOrder is null) ? null : all.Sum(part => part.OutOfOrder),
            Latencies.Together(all.Select(part => part.Received)),
            [.. all.SelectMany(part => part.Arrivals).Order()]);
    }

    /// <summary>The deliveries that are awaited, with when their publishing began.</summary>
    public static Dictionary<(Guid Event, int Endpoint), long> Awaited(IReadOnlyCollection<PublishedEvent> published, EndpointPlan plan)
    {
        var awaited = new Dictionary<(Guid, int), long>(published.Count * plan.FanOut);
        foreach (var one in published.Where(one => !plan.IsGroupTroubled(one.Group)))
        {
            foreach (var endpoint in plan.EndpointsOf(one.Group))
            {
                awaited.Add((one.Id.Value, endpoint), one.Began);
            }
        }

        return awaited;
    }
}
