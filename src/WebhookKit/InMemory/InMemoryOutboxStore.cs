using WebhookKit.Storage;

namespace WebhookKit.InMemory;

internal sealed class InMemoryOutboxStore(InMemoryState state) : IOutboxStore
{
    public ValueTask<AppendResult> AppendAsync(AppendRequest request, CancellationToken cancellationToken = default) =>
        state.RunAsync(Append, request, cancellationToken);

    private static bool IsSameContent(WebhookEvent left, WebhookEvent right) =>
        left.Type == right.Type && left.ContentType == right.ContentType && left.Payload.Span.SequenceEqual(right.Payload.Span);

    private AppendResult Append(AppendRequest request)
    {
        if (request.Transaction is not null)
        {
            throw new ArgumentException(
                "The in-memory store cannot join a transaction. Publish without one, or choose a store in the host's own database.",
                nameof(request));
        }

        var events = request.Events;
        var appended = Judge(events, request.KeysTakenSince);
        var isKept = appended.All(one => one.Outcome != AppendOutcome.Conflict);
        for (var i = 0; i < events.Count; i++)
        {
            if (appended[i].Outcome == AppendOutcome.Stored)
            {
                appended[i] = isKept
                    ? new AppendedEvent { Id = events[i].Id, Outcome = AppendOutcome.Stored, Endpoints = Store(events[i]) }
                    : new AppendedEvent { Id = events[i].Id, Outcome = AppendOutcome.NotStored };
            }
        }

        return new AppendResult { Events = appended };
    }

    /// <summary>What each event is: new, or like one that is stored or that comes earlier in the batch.</summary>
    private AppendedEvent[] Judge(IReadOnlyList<WebhookEvent> events, DateTimeOffset? keysTakenSince)
    {
        var ids = new HashSet<EventId>(events.Count);
        var keys = new Dictionary<(string Owner, string Key), WebhookEvent>();
        var judged = new AppendedEvent[events.Count];
        for (var i = 0; i < judged.Length; i++)
        {
            judged[i] = Judge(events[i]);
        }

        return judged;

        AppendedEvent Judge(WebhookEvent published)
        {
            if (state.Events.TryGet(published.Id, out _) || !ids.Add(published.Id))
            {
                return new AppendedEvent { Id = published.Id, Outcome = AppendOutcome.Duplicate };
            }

            if (published.IdempotencyKey is { } key)
            {
                var earlier = state.Events.TryGetByKey(published.Owner, key, out var stored) && !(stored.Event.CreatedAt < keysTakenSince) ? stored.Event : null;
                if (earlier is null && !keys.TryAdd((published.Owner, key), published))
                {
                    earlier = keys[(published.Owner, key)];
                }

                if (earlier is not null)
                {
                    var outcome = IsSameContent(earlier, published) ? AppendOutcome.Duplicate : AppendOutcome.Conflict;
                    return new AppendedEvent { Id = earlier.Id, Outcome = outcome };
                }
            }

            return new AppendedEvent { Id = published.Id, Outcome = AppendOutcome.Stored };
        }
    }

    private IReadOnlyList<EndpointId> Store(WebhookEvent published)
    {
        var stored = state.Events.Add(published);
        var matching = state.Endpoints.Matching(published);
        var endpoints = published.Endpoints is { } named ? [.. matching.Where(named.Contains)] : matching;
        var atOnce = state.AtOnce(published.CreatedAt);
        foreach (var endpoint in endpoints)
        {
            state.Add(new StoredDelivery
            {
                Id = DeliveryId.First(published.Id, endpoint),
                Event = stored,
                CreatedAt = published.CreatedAt,
                DueAt = published.DeliverAt > atOnce ? published.DeliverAt.Value : atOnce,
                OrderingKey = state.Endpoints.TryGet(endpoint, out var record) ? OrderingKeyOf(record.Endpoint.Ordering, published) : null,
                CoalescingKey = published.CoalescingKey,
                Position = state.Ordered.NextPosition(),
            });
        }

        return endpoints;
    }

    private static string? OrderingKeyOf(EndpointOrdering? ordering, WebhookEvent published) =>
        ordering is null ? null : ordering.Mode == OrderingMode.Strict ? "" : published.OrderingKey;
}
