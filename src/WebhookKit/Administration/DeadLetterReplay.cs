using WebhookKit.Storage;

namespace WebhookKit.Administration;

/// <summary>Replays dead letters page by page, newest first, until as many are queued as were asked for.</summary>
/// <remarks>
/// Only what is replayed counts towards the limit. If what is passed over did too, the dead letters of a disabled endpoint
/// would stand in the way of all older ones for ever, since they stay first in the list.
/// </remarks>
internal sealed class DeadLetterReplay(
    IDeliveryCommandStore commands, IHistoryStore history, IDeliverySignal signal, AuditWriter audit)
{
    private const int MostAtOnce = 1000;
    private const int PageSize = 200;

    public async Task<DeadLetterReplayResult> RunAsync(DeadLetterSelection selection, WebhookCaller caller, CancellationToken cancellationToken)
    {
        Require(selection);

        var unavailable = new HashSet<EndpointId>();
        DeliveryId? last = null;
        int replayed = 0, skipped = 0;
        while (true)
        {
            var page = await history.ListDeliveriesAsync(Query(selection, caller, last), cancellationToken).ConfigureAwait(false);
            var batch = TakeRoom(page.Items, selection.Limit - replayed, unavailable);
            foreach (var sameOwner in batch.Where(delivery => !IsPassedOver(delivery, unavailable)).GroupBy(delivery => delivery.Owner))
            {
                var audited = audit.Write(AuditActions.DeadLettersReplayed, selection.Endpoint?.ToString() ?? "dead_letters", sameOwner.Key, caller);
                replayed += await ReplayAsync([.. sameOwner.Select(delivery => delivery.Id)], audited, unavailable, cancellationToken)
                    .ConfigureAwait(false);
            }

            skipped += batch.Count(delivery => IsPassedOver(delivery, unavailable));
            var hasMore = page.HasMore || batch.Count < page.Items.Count;
            if (!hasMore || batch.Count == 0 || replayed >= selection.Limit)
            {
                return new DeadLetterReplayResult { Replayed = replayed, Skipped = skipped, HasMore = hasMore };
            }

            last = batch[^1].Id;
        }
    }

    /// <summary>The head of a page that holds at most as many as there is room for, and what is passed over between them.</summary>
    private static List<WebhookDelivery> TakeRoom(IReadOnlyList<WebhookDelivery> page, int room, HashSet<EndpointId> unavailable)
    {
        var batch = new List<WebhookDelivery>(page.Count);
        foreach (var delivery in page)
        {
            if (room == 0)
            {
                break;
            }

            batch.Add(delivery);
            room -= IsPassedOver(delivery, unavailable) ? 0 : 1;
        }

        return batch;
    }

    /// <summary>What has expired would be a dead letter again.</summary>
    private static bool IsPassedOver(WebhookDelivery delivery, HashSet<EndpointId> unavailable) =>
        delivery.DeadReason == DeadLetterReason.Expired || unavailable.Contains(delivery.Id.Endpoint);

    /// <remarks>All of one owner, because a change has one audit entry and the audit log is kept by owner.</remarks>
    private async Task<int> ReplayAsync(
        List<DeliveryId> ids, AuditEntry audited, HashSet<EndpointId> unavailable, CancellationToken cancellationToken)
    {
        var request = new ReplayRequest
        {
            Items = [.. ids.Select(id => new ReplayItem(id, Guid.CreateVersion7(audited.At)))],
            Owner = audited.Owner,
            OnlyUnreplayed = true, // somebody else may be replaying the same page
            DueAt = audited.At,
            Audit = audited,
        };
        var result = await commands.ReplayAsync(request, cancellationToken).ConfigureAwait(false);

        var created = ids.Where((_, i) => result.Items[i] == ReplayOutcome.Created).Select(id => id.Endpoint).ToList();
        unavailable.UnionWith(ids.Where((_, i) => result.Items[i] == ReplayOutcome.EndpointUnavailable).Select(id => id.Endpoint));
        if (created.Count > 0)
        {
            signal.Notify(created.ToHashSet());
        }

        return created.Count;
    }

    private static DeliveryListQuery Query(DeadLetterSelection selection, WebhookCaller caller, DeliveryId? after) => new()
    {
        Owner = caller.Owner,
        Endpoint = selection.Endpoint,
        Status = DeliveryStatus.Dead,
        IsReplayed = false,
        From = selection.From,
        To = selection.To,
        After = after,
        Limit = PageSize,
    };

    private static void Require(DeadLetterSelection selection)
    {
        if (selection.Limit is < 1 or > MostAtOnce)
        {
            throw new WebhookValidationException("limit", $"must be from 1 to {MostAtOnce}; was {selection.Limit}.");
        }

        if (selection.From >= selection.To)
        {
            throw new WebhookValidationException("to", "must be later than from.");
        }
    }
}
