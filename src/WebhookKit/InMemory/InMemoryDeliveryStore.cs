using WebhookKit.Storage;

namespace WebhookKit.InMemory;

internal sealed class InMemoryDeliveryStore(InMemoryState state) : IDeliveryStore
{
    public ValueTask<LaneSearchResult> FindLanesAsync(LaneSearch search, CancellationToken cancellationToken = default) =>
        state.RunAsync(FindLanes, search, cancellationToken);

    public ValueTask<LaneReadResult> ReadLanesAsync(LaneRead read, CancellationToken cancellationToken = default) =>
        state.RunAsync(ReadLanes, read, cancellationToken);

    public ValueTask<RecordResult> RecordAsync(OutcomeBatch batch, CancellationToken cancellationToken = default) =>
        state.RunAsync(Record, batch, cancellationToken);

    public ValueTask PostponeAsync(
        IReadOnlyCollection<DeliveryId> deliveries, DateTimeOffset until, CancellationToken cancellationToken = default) =>
        new(state.RunAsync(Postpone, (deliveries, until), cancellationToken).AsTask());

    public ValueTask<CoalesceResult> CoalesceAsync(CoalesceRequest request, CancellationToken cancellationToken = default) =>
        state.RunAsync(Coalesce, request, cancellationToken);

    private LaneSearchResult FindLanes(LaneSearch search)
    {
        var heads = new List<LaneHead>();
        foreach (var partition in search.Partitions)
        {
            foreach (var (endpoint, lane) in state.Queue.Lanes(partition))
            {
                var dueAt = lane.Min!.DueAt;
                if (dueAt <= search.DueBy && !IsKept(endpoint, search.DueBy))
                {
                    heads.Add(new LaneHead(endpoint, dueAt));
                }
            }
        }

        return new LaneSearchResult { Lanes = heads };
    }

    private bool IsKept(EndpointId endpoint, DateTimeOffset dueBy) =>
        state.Endpoints.TryGet(endpoint, out var record)
        && (record.Endpoint.Status == EndpointStatus.Paused || record.Endpoint.Circuit?.IsOpenAt(dueBy) == true);

    private LaneReadResult ReadLanes(LaneRead read)
    {
        var events = new Dictionary<EventId, WebhookEvent>();
        var lanes = new List<LaneContents>(read.Lanes.Count);
        foreach (var request in read.Lanes)
        {
            lanes.Add(ReadLane(request, read.Now, events));
        }

        return new LaneReadResult { Lanes = lanes, Events = events };
    }

    private LaneContents ReadLane(LaneRequest request, DateTimeOffset now, Dictionary<EventId, WebhookEvent> events)
    {
        if (!state.Endpoints.TryGet(request.Endpoint, out var record))
        {
            return new LaneContents { Endpoint = request.Endpoint, Exists = false, Due = [] };
        }

        var isEnabled = record.Endpoint.Status == EndpointStatus.Enabled;
        var held = request.Held as IReadOnlySet<DeliveryId> ?? request.Held.ToHashSet();
        var due = new List<DueDelivery>();
        var blocked = new List<BlockedDelivery>();
        var heads = new HashSet<DeliveryId>();
        LanePosition? readTo = null;
        DateTimeOffset? nextDueAt = null;
        foreach (var delivery in state.Queue.Of(request.Endpoint, request.After).Where(delivery => isEnabled && !held.Contains(delivery.Id)))
        {
            if (delivery.DueAt > now || due.Count + blocked.Count >= request.Room)
            {
                nextDueAt = delivery.DueAt;
                break;
            }

            readTo = new LanePosition(delivery.DueAt, delivery.Id.Key);
            var head = state.Ordered.HeadOf(delivery);
            if (head != delivery)
            {
                blocked.Add(new BlockedDelivery(delivery.Id, delivery.DueAt, head.DueAt));
            }

            if (head.DueAt <= now && due.Count < request.Room && !held.Contains(head.Id) && heads.Add(head.Id))
            {
                events[head.Event.Event.Id] = head.Event.Event;
                due.Add(DueOf(head));
            }
        }

        return new LaneContents
        {
            Endpoint = request.Endpoint,
            Exists = true,
            Changed = record.Revision == request.KnownRevision ? null : record,
            Due = due,
            Blocked = blocked,
            ReadTo = readTo,
            NextDueAt = nextDueAt,
        };
    }

    private DueDelivery DueOf(StoredDelivery delivery) => new()
    {
        Id = delivery.Id,
        EventId = delivery.Event.Event.Id,
        AttemptsMade = delivery.AttemptsMade,
        DueAt = delivery.DueAt,
        OrderingKey = delivery.OrderingKey,
        Sequence = state.Ordered.SequenceOf(delivery),
        IsReplay = delivery.ReplayOf is not null,
    };

    private RecordResult Record(OutcomeBatch batch)
    {
        var applied = new bool[batch.Outcomes.Count];
        for (var i = 0; i < applied.Length; i++)
        {
            var outcome = batch.Outcomes[i];
            applied[i] = Record(outcome);
            if (outcome.OrderingKey is { } key)
            {
                state.Ordered.UseUp(outcome.Delivery.Endpoint, key, outcome.Sequence, outcome.At);
            }
        }

        return new RecordResult { Applied = applied };
    }

    private bool Record(DeliveryOutcome outcome)
    {
        if (!state.Deliveries.TryGet(outcome.Delivery, out var delivery))
        {
            return false;
        }

        var number = outcome.Attempt.Number;
        if (delivery.Attempts.Find(logged => logged.Attempt.Number == number && logged.Epoch == outcome.Epoch) is { } earlier)
        {
            return !earlier.Attempt.IsStale;
        }

        var applies = delivery.IsPending && delivery.AttemptsMade == number - 1;
        delivery.Attempts.Add(new LoggedAttempt(Copy(outcome.Attempt, isStale: !applies), outcome.Epoch));
        if (applies)
        {
            delivery.AttemptsMade = number;
            Move(delivery, outcome);
        }

        return applies;
    }

    private void Move(StoredDelivery delivery, DeliveryOutcome outcome)
    {
        switch (outcome.Transition)
        {
            case DeliveryTransition.Succeed:
                state.End(delivery, DeliveryStatus.Succeeded, outcome.At);
                break;
            case DeliveryTransition.Retry:
                delivery.Status = DeliveryStatus.Failed;
                state.Queue.Move(delivery, outcome.Attempt.NextAttemptAt ?? outcome.At);
                break;
            case DeliveryTransition.GiveUp:
                state.End(delivery, DeliveryStatus.Dead, outcome.At);
                delivery.DeadReason = outcome.DeadReason;
                break;
            case DeliveryTransition.Filter:
                state.End(delivery, DeliveryStatus.Filtered, outcome.At);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(outcome), outcome.Transition, "Not a transition.");
        }
    }

    private int Postpone((IReadOnlyCollection<DeliveryId> Deliveries, DateTimeOffset Until) request)
    {
        var moved = 0;
        foreach (var id in request.Deliveries)
        {
            if (state.Deliveries.TryGet(id, out var delivery) && delivery.IsPending && delivery.DueAt < request.Until)
            {
                state.Queue.Move(delivery, request.Until);
                moved++;
            }
        }

        return moved;
    }

    private CoalesceResult Coalesce(CoalesceRequest request)
    {
        var group = state.Coalescing.Of(request.Endpoint, request.CoalescingKey);
        if (group.Max is not { } last)
        {
            return default;
        }

        StoredDelivery[] older = [.. group.Where(delivery => delivery != last).Take(request.Limit)];
        foreach (var delivery in older)
        {
            state.Cancel(delivery, request.Reason, request.Actor, request.At);
            delivery.ReplayedAs = last.Id;
        }

        return new CoalesceResult(last.Id, older.Length);
    }

    private static DeliveryAttempt Copy(DeliveryAttempt attempt, bool isStale) =>
        new()
        {
            Number = attempt.Number,
            StartedAt = attempt.StartedAt,
            Duration = attempt.Duration,
            Outcome = attempt.Outcome,
            StatusCode = attempt.StatusCode,
            Error = attempt.Error,
            ResponseExcerpt = attempt.ResponseExcerpt,
            NextAttemptAt = attempt.NextAttemptAt,
            IsStale = isStale,
        };
}
