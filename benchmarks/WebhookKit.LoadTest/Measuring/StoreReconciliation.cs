using WebhookKit.LoadTest.Loading;
using WebhookKit.Storage;

namespace WebhookKit.LoadTest.Measuring;

/// <summary>
/// Compares what was published with what the store says has succeeded, delivery by delivery, and the number of requests that
/// a receiver counted with the number of deliveries. For receivers that tell no more than that.
/// </summary>
internal static class StoreReconciliation
{
    public const string Note = "nginx tells nothing of single requests: outcomes were read from the store, delivery by delivery, and requests counted.";
    private const int PageSize = 1000;

    public static async Task<Reconciliation> OfAsync(IReadOnlyCollection<PublishedEvent> published, EndpointPlan plan, LoadSystem system, int requests)
    {
        var awaited = Reconciliation.Awaited(published, plan);
        var duplicates = Math.Max(0, requests - awaited.Count);
        var numbers = system.Endpoints.Index().ToDictionary(one => one.Item, one => one.Index);

        var page = new DeliveryPage { Items = [], HasMore = true };
        while (page.HasMore)
        {
            page = await system.History.ListDeliveriesAsync(new DeliveryListQuery
            {
                Status = DeliveryStatus.Succeeded,
                After = page.Items.Count > 0 ? page.Items[^1].Id : null,
                Limit = PageSize,
            });
            foreach (var delivery in page.Items)
            {
                awaited.Remove((delivery.EventId.Value, numbers[delivery.Id.Endpoint]));
            }
        }

        return new Reconciliation(awaited.Count, duplicates, OutOfOrder: null, Latencies.OfTicks([]), []);
    }
}
