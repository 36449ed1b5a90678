using WebhookKit.Storage;

namespace WebhookKit.InMemory;

internal sealed class InMemoryDeliveryCommandStore(InMemoryState state) : IDeliveryCommandStore
{
    public ValueTask<ReplayResult> ReplayAsync(ReplayRequest request, CancellationToken cancellationToken = default) =>
        state.RunAsync(Replay, request, cancellationToken);

    public ValueTask<CancelOutcome> CancelAsync(CancelRequest request, CancellationToken cancellationToken = default) =>
        state.RunAsync(Cancel, request, cancellationToken);

    private ReplayResult Replay(ReplayRequest request)
    {
        var before = state.Deliveries.Count;
        var outcomes = new ReplayOutcome[request.Items.Count];
        for (var i = 0; i < outcomes.Length; i++)
        {
            outcomes[i] = Replay(request.Items[i], request);
        }

        if (state.Deliveries.Count > before)
        {
            state.Audit.Add(request.Audit.Id, request.Audit);
        }

        return new ReplayResult { Items = outcomes };
    }

    private ReplayOutcome Replay(ReplayItem item, ReplayRequest request)
    {
        if (!state.Deliveries.TryGet(item.Original, out var original) || !original.BelongsTo(request.Owner))
        {
            return ReplayOutcome.NotFound;
        }

        var id = new DeliveryId(item.Replacement, item.Original.Endpoint);
        if (state.Deliveries.TryGet(id, out _))
        {
            return ReplayOutcome.Created;
        }

        if (request.OnlyUnreplayed && original is not { Status: DeliveryStatus.Dead or DeliveryStatus.Cancelled, ReplayedAs: null })
        {
            return ReplayOutcome.AlreadyReplayed;
        }

        if (!state.Endpoints.TryGet(id.Endpoint, out var record) || record.Endpoint.Status == EndpointStatus.Disabled)
        {
            return ReplayOutcome.EndpointUnavailable;
        }

        state.Add(new StoredDelivery
        {
            Id = id,
            Event = original.Event,
            CreatedAt = request.DueAt,
            DueAt = state.AtOnce(request.DueAt),
            ReplayOf = original.Id,
        });
        if (original.Status is DeliveryStatus.Dead or DeliveryStatus.Cancelled)
        {
            original.ReplayedAs = id;
        }

        return ReplayOutcome.Created;
    }

    private CancelOutcome Cancel(CancelRequest request)
    {
        if (!state.Deliveries.TryGet(request.Id, out var delivery) || !delivery.BelongsTo(request.Owner))
        {
            return CancelOutcome.NotFound;
        }

        if (!delivery.IsPending)
        {
            return CancelOutcome.AlreadyEnded;
        }

        state.Cancel(delivery, request.Reason, request.Audit.Actor, request.At);
        state.Audit.Add(request.Audit.Id, request.Audit);
        return CancelOutcome.Cancelled;
    }
}
