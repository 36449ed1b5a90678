using WebhookKit.Chaos.Databases;
using WebhookKit.Chaos.Journals;

namespace WebhookKit.Chaos.Checking;

/// <summary>Holds what was stored and what arrived against what was published.</summary>
internal static class PublishCheck
{
    private const int MostExamples = 5;

    public static PublishFindings Run(Evidence evidence)
    {
        var stored = evidence.Stored.Events.ToLookup(item => item.Key);
        var requests = evidence.Requests.ToLookup(request => request.Key);
        var accepted = evidence.Requests.Where(request => request.IsAccepted).Select(request => (request.Key, request.Endpoint)).ToHashSet();
        var visible = evidence.Stored.DeadLetters.Concat(evidence.Stored.Cancellations).Concat(evidence.Stored.Queue).ToHashSet();

        var ok = evidence.Publishes.Where(publish => publish.State == PublishState.Ok).ToArray();
        var rolledBack = evidence.Publishes.Where(publish => publish.State == PublishState.Fail).ToArray();
        var lost = ok.SelectMany(publish => evidence.EndpointsOf[publish.Owner].Select(endpoint => (publish.Key, Endpoint: endpoint)))
            .Where(delivery => !accepted.Contains(delivery)
                && !stored[delivery.Key].Any(item => visible.Contains(new StoredDelivery(item.Id, delivery.Endpoint))))
            .ToArray();
        var ghosts = rolledBack.Where(publish => stored.Contains(publish.Key) || requests.Contains(publish.Key)).ToArray();
        var known = evidence.Publishes.Select(publish => publish.Key).ToHashSet();
        var unknown = stored.Select(item => item.Key).Concat(requests.Select(request => request.Key)).Distinct().Where(key => !known.Contains(key)).ToArray();
        var twice = stored.Where(items => items.Count() > 1).Select(items => items.Key).ToArray();
        var changed = requests
            .Where(same => stored.Contains(same.Key) && same.Any(request => stored[same.Key].All(item => item.WebhookId != request.WebhookId)))
            .Select(same => same.Key)
            .ToArray();
        var torn = evidence.Publishes
            .Where(publish => publish.HasOrder && evidence.Stored.Orders.Contains(publish.Key) != stored.Contains(publish.Key))
            .Select(publish => publish.Key)
            .ToArray();

        return new PublishFindings
        {
            Ok = ok.Length,
            RolledBack = rolledBack.Length,
            Unknown = evidence.Publishes.Count - ok.Length - rolledBack.Length,
            Lost = lost.Length,
            Ghosts = ghosts.Length + unknown.Length,
            StoredTwice = twice.Length,
            StoredOnce = ok.Count(publish => stored[publish.Key].Count() == 1),
            TornTransactions = torn.Length,
            ChangedIds = changed.Length,
            Examples =
            [
                .. Name("lost", lost.Select(delivery => $"{delivery.Key} at endpoint {delivery.Endpoint}")),
                .. Name("ghost", ghosts.Select(publish => publish.Key).Concat(unknown)),
                .. Name("stored twice", twice),
                .. Name("torn transaction", torn),
                .. Name("other webhook-id", changed),
            ],
        };
    }

    private static IEnumerable<string> Name(string what, IEnumerable<string> which) => which.Take(MostExamples).Select(one => $"{what}: {one}");
}
