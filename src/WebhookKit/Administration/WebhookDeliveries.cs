using WebhookKit.Storage;

namespace WebhookKit.Administration;

internal sealed class WebhookDeliveries(
    IDeliveryCommandStore commands, IHistoryStore history, DeadLetterReplay deadLetters, DeliveryExplainer explainer, IDeliverySignal signal, AuditWriter audit, TimeProvider time)
    : IWebhookDeliveries
{
    public async Task<ReplayedDelivery> ReplayAsync(DeliveryId id, WebhookCaller caller, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (await FindAsync(id, caller, cancellationToken).ConfigureAwait(false) is not { } old)
        {
            return new ReplayedDelivery { Outcome = ReplayOutcome.NotFound };
        }

        var now = time.GetUtcNow();
        if (await history.FindEventAsync(new EventQuery { Id = old.EventId }, cancellationToken).ConfigureAwait(false) is { } stored && stored.ExpiresAt <= now)
        {
            return new ReplayedDelivery { Outcome = ReplayOutcome.EventExpired };
        }

        var replacement = Guid.CreateVersion7(now);
        var result = await commands.ReplayAsync(
            new ReplayRequest
            {
                Items = [new ReplayItem(id, replacement)],
                Owner = caller.Owner,
                DueAt = now,
                Audit = audit.Write(AuditActions.DeliveryReplayed, id.ToString(), old.Owner, caller),
            },
            cancellationToken).ConfigureAwait(false);

        if (result.Items[0] != ReplayOutcome.Created)
        {
            return new ReplayedDelivery { Outcome = result.Items[0] };
        }

        signal.Notify([id.Endpoint]);
        return new ReplayedDelivery { Outcome = ReplayOutcome.Created, Delivery = new DeliveryId(replacement, id.Endpoint) };
    }

    public Task<DeliveryExplanation?> ExplainAsync(DeliveryId id, WebhookCaller caller, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return explainer.ExplainAsync(id, caller, cancellationToken);
    }

    public async Task<CancelOutcome> CancelAsync(
        DeliveryId id, string? reason, WebhookCaller caller, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(caller);
        TextRules.RequireReason(reason);
        if (await FindAsync(id, caller, cancellationToken).ConfigureAwait(false) is not { } delivery)
        {
            return CancelOutcome.NotFound;
        }

        var request = new CancelRequest
        {
            Id = id,
            Owner = caller.Owner,
            Reason = reason,
            At = time.GetUtcNow(),
            Audit = audit.Write(AuditActions.DeliveryCancelled, id.ToString(), delivery.Owner, caller, reason),
        };
        return await commands.CancelAsync(request, cancellationToken).ConfigureAwait(false);
    }

    public Task<DeadLetterReplayResult> ReplayDeadLettersAsync(
        DeadLetterSelection selection, WebhookCaller caller, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(selection);
        ArgumentNullException.ThrowIfNull(caller);
        return deadLetters.RunAsync(selection, caller, cancellationToken);
    }

    /// <summary>The audit entry names the owner, which only the stored delivery knows.</summary>
    private async Task<WebhookDelivery?> FindAsync(DeliveryId id, WebhookCaller caller, CancellationToken cancellationToken)
    {
        var found = await history.FindDeliveryAsync(new DeliveryQuery { Id = id, Owner = caller.Owner }, cancellationToken).ConfigureAwait(false);
        return found?.Delivery;
    }
}
