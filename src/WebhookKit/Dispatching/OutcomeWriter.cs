using WebhookKit.Storage;

namespace WebhookKit.Dispatching;

/// <summary>
/// Writes a batch of outcomes in one transaction. Where the database refuses it for good, one of them is poison and the
/// others must not suffer for it: each is written by itself, and if need be without what came from outside.
/// </summary>
internal sealed class OutcomeWriter(IDeliveryStore store)
{
    /// <summary>Writes. What is recorded leaves the batch, also when this throws; what the database refuses in every form stays.</summary>
    /// <param name="batch">The outcomes.</param>
    /// <param name="recorded">Told of each that is recorded, and whether it applied.</param>
    /// <param name="stopping">Stops waiting.</param>
    /// <returns>The last refusal; null where all is recorded.</returns>
    public async Task<WebhookStoreException?> WriteAsync(List<PendingOutcome> batch, Action<PendingOutcome, bool> recorded, CancellationToken stopping)
    {
        IReadOnlyList<bool> applied;
        try
        {
            applied = await RecordAsync([.. batch.Select(pending => pending.Outcome)], stopping).ConfigureAwait(false);
        }
        catch (WebhookStoreException exception) when (!exception.IsTransient)
        {
            return await WriteOneByOneAsync(batch, recorded, stopping).ConfigureAwait(false);
        }

        for (var i = 0; i < batch.Count; i++)
        {
            recorded(batch[i], applied[i]);
        }

        batch.Clear();
        return null;
    }

    private async Task<WebhookStoreException?> WriteOneByOneAsync(List<PendingOutcome> batch, Action<PendingOutcome, bool> recorded, CancellationToken stopping)
    {
        WebhookStoreException? refusal = null;
        for (var next = 0; next < batch.Count;)
        {
            try
            {
                var pending = batch[next];
                var applied = await WriteAloneAsync(pending, stopping).ConfigureAwait(false);
                batch.RemoveAt(next);
                recorded(pending, applied);
            }
            catch (WebhookStoreException exception) when (!exception.IsTransient)
            {
                refusal = exception;
                next++;
            }
        }

        return refusal;
    }

    private async Task<bool> WriteAloneAsync(PendingOutcome pending, CancellationToken stopping)
    {
        try
        {
            return (await RecordAsync([pending.Outcome], stopping).ConfigureAwait(false))[0];
        }
        catch (WebhookStoreException exception) when (!exception.IsTransient)
        {
            return (await RecordAsync([pending.Plain], stopping).ConfigureAwait(false))[0];
        }
    }

    private async Task<IReadOnlyList<bool>> RecordAsync(IReadOnlyList<DeliveryOutcome> outcomes, CancellationToken stopping) =>
        (await store.RecordAsync(new OutcomeBatch { Outcomes = outcomes }, stopping).ConfigureAwait(false)).Applied;
}
