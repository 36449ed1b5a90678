using WebhookKit.Leasing;
using WebhookKit.Storage;

namespace WebhookKit.Dispatching;

/// <summary>Of what waits for an endpoint with the same coalescing key, has the last one sent, and the others cancelled.</summary>
/// <remarks>
/// Asked just before a request would start: what was published until then counts. Those that are cancelled include what has failed and is due
/// again later, so that nothing older is sent after what replaces it.
/// </remarks>
internal sealed class Coalescer(IDeliveryStore deliveries, StoreClock storeClock)
{
    private const int MostAtOnce = 1000;

    /// <summary>Whether a delivery is to be sent; nothing older waits then any more.</summary>
    /// <param name="delivery">The delivery.</param>
    /// <param name="coalescingKey">Its coalescing key.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async ValueTask<bool> IsLastAsync(QueuedDelivery delivery, string coalescingKey, CancellationToken cancellationToken)
    {
        while (true)
        {
            var request = new CoalesceRequest
            {
                Endpoint = delivery.Id.Endpoint,
                CoalescingKey = coalescingKey,
                At = storeClock.Now,
                Reason = "Replaced by a newer event with its coalescing key.",
                Actor = "webhookkit",
                Limit = MostAtOnce,
            };
            var result = await deliveries.CoalesceAsync(request, cancellationToken).ConfigureAwait(false);
            if (result.Replaced < MostAtOnce)
            {
                return result.Last == delivery.Id;
            }
        }
    }
}
