namespace WebhookKit.InMemory;

/// <summary>
/// All that is stored. Every step runs alone, so that each is the transaction that the contracts ask for: a step decides
/// everything first and only then changes anything.
/// </summary>
internal sealed class InMemoryState(TimeProvider timeProvider)
{
    private static readonly Comparer<DeliveryId> ByKeyThenEndpoint = Comparer<DeliveryId>.Create(
        static (left, right) => left.Key.CompareTo(right.Key) is var byKey and not 0 ? byKey : left.Endpoint.CompareTo(right.Endpoint));

    private readonly Lock _gate = new();

    public EventTable Events { get; } = new();

    public EndpointTable Endpoints { get; } = new();

    public OrderedTable<DeliveryId, StoredDelivery> Deliveries { get; } = new(ByKeyThenEndpoint);

    public DeliveryQueue Queue { get; } = new();

    public OrderedDeliveries Ordered { get; } = new();

    public DeliveryGroups Coalescing { get; } = new(delivery => delivery.CoalescingKey);

    public OrderedTable<Guid, AuditEntry> Audit { get; } = new(Comparer<Guid>.Default);

    public ValueTask<TResult> RunAsync<TRequest, TResult>(
        Func<TRequest, TResult> step, TRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<TResult>(cancellationToken);
        }

        lock (_gate)
        {
            return ValueTask.FromResult(step(request));
        }
    }

    /// <summary>When something is due that is due at once: a clock that is ahead of the store's must not make it wait.</summary>
    public DateTimeOffset AtOnce(DateTimeOffset asked)
    {
        var now = timeProvider.GetUtcNow();
        return asked < now ? asked : now;
    }

    /// <summary>Stores a delivery and queues it.</summary>
    public void Add(StoredDelivery delivery)
    {
        Deliveries.Add(delivery.Id, delivery);
        Events.Refer(delivery.Event);
        Queue.Add(delivery);
        Ordered.Add(delivery);
        Coalescing.Add(delivery);
    }

    /// <summary>Takes a delivery out of the queue for good. Its row stays.</summary>
    public void End(StoredDelivery delivery, DeliveryStatus status, DateTimeOffset at)
    {
        Queue.Remove(delivery);
        Ordered.Remove(delivery);
        Coalescing.Remove(delivery);
        delivery.Status = status;
        delivery.EndedAt = at;
    }

    public void Cancel(StoredDelivery delivery, string? reason, string actor, DateTimeOffset at)
    {
        End(delivery, DeliveryStatus.Cancelled, at);
        delivery.CancelReason = reason;
        delivery.CancelledBy = actor;
    }

    /// <summary>Cancels all that is queued for an endpoint.</summary>
    public void CancelAll(EndpointId endpoint, string? reason, AuditEntry audit, DateTimeOffset at)
    {
        foreach (var delivery in Queue.Of(endpoint).ToArray())
        {
            Cancel(delivery, reason, audit.Actor, at);
        }
    }

    /// <summary>Removes a delivery that has ended, with its attempts.</summary>
    public void Remove(StoredDelivery delivery)
    {
        Deliveries.Remove(delivery.Id);
        Events.Release(delivery.Event);
    }
}
