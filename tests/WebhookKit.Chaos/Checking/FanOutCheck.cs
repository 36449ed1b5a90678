namespace WebhookKit.Chaos.Checking;

/// <summary>Counts the deliveries of each stored event, whatever has become of them, against the endpoints of its owner.</summary>
internal static class FanOutCheck
{
    public static FanOutFindings Run(Evidence evidence)
    {
        var stored = evidence.Stored;
        var endpoints = stored.Attempts.Select(attempt => (attempt.Delivery, attempt.Endpoint))
            .Concat(stored.Queue.Concat(stored.DeadLetters).Concat(stored.Cancellations).Select(delivery => (delivery.Delivery, delivery.Endpoint)))
            .Distinct()
            .ToLookup(delivery => delivery.Delivery, delivery => delivery.Endpoint);
        var owners = evidence.Publishes.Select(publish => (publish.Key, publish.Owner)).Distinct().ToDictionary();
        var whole = stored.Events.Count(item =>
            owners.TryGetValue(item.Key, out var owner) && evidence.EndpointsOf[owner].ToHashSet().SetEquals(endpoints[item.Id]));
        return new FanOutFindings(whole, stored.Events.Count - whole);
    }
}
