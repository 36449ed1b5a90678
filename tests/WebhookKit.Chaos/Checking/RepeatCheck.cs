using System.Diagnostics;
using System.Globalization;
using WebhookKit.Chaos.Databases;
using WebhookKit.Chaos.Injecting;
using WebhookKit.Chaos.Journals;

namespace WebhookKit.Chaos.Checking;

/// <summary>
/// Holds what was sent again against what was under way when something was done to the sender. The database names the request
/// that each outcome belongs to, because the receiver answers with its number.
/// </summary>
internal static class RepeatCheck
{
    private const int MostExamples = 5;
    private static readonly long Nearby = 5 * Stopwatch.Frequency;

    public static RepeatFindings Run(Evidence evidence)
    {
        var recorded = evidence.Stored.Attempts.Where(attempt => attempt.Request is not null).ToLookup(attempt => attempt.Request!.Value);
        var unnamed = evidence.Stored.Attempts.Where(attempt => attempt is { Request: null, IsStale: false })
            .CountBy(attempt => (attempt.Delivery, attempt.Endpoint))
            .ToDictionary();
        var underWay = evidence.Faults.ConvertAll(fault => OpenAt(fault, fault.Recorded, evidence.Requests, recorded));
        var repeatable = evidence.Faults.ConvertAll(fault => OpenAt(fault, fault.RecordedBefore ?? fault.Recorded, evidence.Requests, recorded));
        var excuses = repeatable.SelectMany(requests => requests.Select(DeliveryOf).Distinct()).CountBy(delivery => delivery).ToDictionary();
        var surplus = evidence.Requests.GroupBy(DeliveryOf)
            .Select(same => (Delivery: same.Key, Count: SurplusOf([.. same], recorded, unnamed)))
            .Where(delivery => delivery.Count > 0)
            .ToArray();
        var unexplained = surplus.Where(delivery => delivery.Count > excuses.GetValueOrDefault(delivery.Delivery)).ToArray();
        var crowded = underWay.SelectMany(requests => requests.GroupBy(request => request.Endpoint))
            .Where(requests => requests.Count() > Evidence.PlacesOfEndpoint)
            .ToArray();
        var excused = evidence.Faults.Select(fault => fault.Instance).ToHashSet();
        var unrecorded = evidence.Requests
            .Where(request => request.AnsweredAt is not null && !excused.Contains(request.Instance) && !recorded.Contains(request.Number))
            .ToArray();

        return new RepeatFindings
        {
            Requests = evidence.Requests.Count,
            Duplicates = surplus.Sum(delivery => delivery.Count),
            Bound = repeatable.Sum(requests => requests.Length),
            Unexplained = unexplained.Sum(delivery => delivery.Count - excuses.GetValueOrDefault(delivery.Delivery)),
            Unrecorded = unrecorded.Length,
            FaultsAtWork = underWay.Count(requests => requests.Length > 0),
            MostUnderWay = underWay.Select(requests => requests.Length).DefaultIfEmpty().Max(),
            MostUnderWayForEndpoint = underWay.SelectMany(requests => requests.CountBy(request => request.Endpoint))
                .Select(endpoint => endpoint.Value)
                .DefaultIfEmpty()
                .Max(),
            Times = evidence.Requests.CountBy(DeliveryOf).CountBy(delivery => delivery.Value).ToDictionary(),
            Examples =
            [
                .. unexplained.Take(MostExamples).Select(delivery => Describe(delivery.Delivery, evidence)),
                .. crowded.Take(MostExamples)
                    .Select(requests => $"under way for endpoint {requests.Key} at once: {string.Join("; ", requests)}"),
                .. unrecorded.Take(MostExamples)
                    .Select(request => $"not recorded: request {request.Number} of {request.Instance} for {request.WebhookId}"),
            ],
        };
    }

    /// <summary>With when its requests came in, and what was done to their senders, or they warned of, within a few seconds of that.</summary>
    private static string Describe((string WebhookId, int Endpoint) delivery, Evidence evidence)
    {
        var requests = evidence.Requests.Where(request => DeliveryOf(request) == delivery).OrderBy(request => request.StartedAt).ToArray();
        var (first, last) = (requests[0].StartedAt, requests[^1].StartedAt);
        var faults = evidence.Faults
            .Where(fault => IsNear(fault.Instance, fault.At))
            .Select(fault => $"{fault.Instance} at {Since(fault.At)}");
        var warnings = evidence.Warnings
            .Where(warning => IsNear(warning.Instance, warning.At))
            .Select(warning => $"{warning.Instance} at {Since(warning.At)}: {warning.Text}");
        return $"repeated without a reason: {delivery.WebhookId} at endpoint {delivery.Endpoint}: "
            + $"{string.Join(", ", requests.Select(request => $"request {request.Number} of {request.Instance} at {Since(request.StartedAt)}"))}; "
            + $"faults: {string.Join(", ", faults.DefaultIfEmpty("none"))}; warnings: {string.Join(", ", warnings.DefaultIfEmpty("none"))}";

        bool IsNear(string instance, long at) =>
            requests.Any(request => request.Instance == instance) && at > first - Nearby && at < last + Nearby;

        string Since(long at) => string.Create(CultureInfo.InvariantCulture, $"{(double)(at - first) / Stopwatch.Frequency:F3} s");
    }

    private static (string WebhookId, int Endpoint) DeliveryOf(Request request) => (request.WebhookId, request.Endpoint);

    // What came in from an instance after it was killed had left it before: the receiver gets to read it when it gets the machine.
    private static bool HadBegunAt(Fault fault, Request request) =>
        fault.Recorded is null || request.StartedAt <= fault.At || request.SignedAt <= fault.StoppedAt;

    private static Request[] OpenAt(
        Fault fault, IReadOnlySet<long>? done, IReadOnlyList<Request> requests, ILookup<long, StoredAttempt> recorded) =>
    [
        .. requests.Where(request => request.Instance == fault.Instance
            && HadBegunAt(fault, request)
            && !(done?.Contains(request.Number) ?? recorded.Contains(request.Number))),
    ];

    private static int SurplusOf(Request[] requests, ILookup<long, StoredAttempt> recorded, Dictionary<(Guid Delivery, int Endpoint), int> unnamed)
    {
        var counted = requests.Count(request => recorded[request.Number].Any(attempt => !attempt.IsStale));

        // An attempt of which no answer was read is in the database without a number, and is one of those not answered or cut off.
        var delivery = (EventId.TryParse(requests[0].WebhookId, null, out var id) ? id.Value : Guid.Empty, requests[0].Endpoint);
        var open = requests.Count(request => !recorded.Contains(request.Number));
        var needed = counted + Math.Min(open, unnamed.GetValueOrDefault(delivery));
        return requests.Length - Math.Max(1, needed);
    }

    private static List<T> ConvertAll<TItem, T>(this IReadOnlyList<TItem> items, Func<TItem, T> convert) => [.. items.Select(convert)];
}
