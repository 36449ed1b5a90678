using WebhookKit.Chaos.Databases;

namespace WebhookKit.Chaos.Checking;

/// <summary>Holds the state of each delivery against the ways in which it may change: it ends once, and whoever is overtaken changes nothing.</summary>
internal static class StateCheck
{
    private const int MostExamples = 5;

    public static StateFindings Run(StoredState stored)
    {
        var counted = stored.Attempts.Where(attempt => !attempt.IsStale).ToLookup(attempt => new StoredDelivery(attempt.Delivery, attempt.Endpoint));
        var succeeded = stored.Attempts.Where(attempt => attempt.HasSucceeded)
            .Select(attempt => new StoredDelivery(attempt.Delivery, attempt.Endpoint))
            .ToArray();
        var ends = succeeded.Concat(stored.DeadLetters).Concat(stored.Cancellations).CountBy(delivery => delivery).ToDictionary();
        var regressions = ends.Where(end => end.Value > 1).Select(end => end.Key)
            .Concat(stored.Queue.Where(ends.ContainsKey))
            .Concat(counted.Where(attempts => !IsOneAfterTheOther([.. attempts.OrderBy(attempt => attempt.Number)])).Select(attempts => attempts.Key))
            .Distinct()
            .ToArray();
        var staleWrites = counted.Where(attempts => !AreEpochsInOrder([.. attempts.OrderBy(attempt => attempt.Number)]))
            .Select(attempts => attempts.Key)
            .ToArray();

        return new StateFindings
        {
            Open = stored.Queue.Count,
            Succeeded = succeeded.Length,
            Dead = stored.DeadLetters.Count,
            Cancelled = stored.Cancellations.Count,
            Attempts = stored.Attempts.Count,
            Stale = stored.Attempts.Count(attempt => attempt.IsStale),
            Regressions = regressions.Length,
            StaleWrites = staleWrites.Length,
            Examples =
            [
                .. regressions.Take(MostExamples).Select(delivery => $"went on after its end: {NameOf(delivery)}"),
                .. staleWrites.Take(MostExamples).Select(delivery => $"changed by who was overtaken: {NameOf(delivery)}"),
            ],
        };
    }

    private static string NameOf(StoredDelivery delivery) => $"{new EventId(delivery.Delivery)} at endpoint {delivery.Endpoint}";

    /// <summary>Numbers from 1 without a gap or a second of the same, and success as the last one.</summary>
    private static bool IsOneAfterTheOther(StoredAttempt[] attempts) =>
        attempts.Index().All(attempt => attempt.Item.Number == attempt.Index + 1 && (!attempt.Item.HasSucceeded || attempt.Index == attempts.Length - 1));

    private static bool AreEpochsInOrder(StoredAttempt[] attempts) =>
        attempts.Zip(attempts.Skip(1)).All(pair => pair.First.Epoch <= pair.Second.Epoch);
}
