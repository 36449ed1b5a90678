using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using WebhookKit.EndToEnd.Tests.Orders;
using WebhookKit.EndToEnd.Tests.Programs;
using WebhookKit.Testing;

namespace WebhookKit.EndToEnd.Tests;

[TestFixtureSource(typeof(OrdersStore), nameof(OrdersStore.All))]
internal sealed class AtomicityTests(OrdersStore store)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    [Test]
    public async Task An_order_whose_event_is_refused_is_not_kept_either()
    {
        await using var database = await store.CreateAsync();
        await using var program = await database.StartAsync(("Webhooks__Publishing__MaxPayloadBytes", "200"));

        using var refused = await program.Client.PostAsJsonAsync("orders", new { customer = new string('x', 90), item = new string('x', 90), quantity = 1 });
        await program.PostAsync("orders", new { customer = "Ada", item = "teapot", quantity = 1 });
        var orders = await program.GetAsync("orders");

        Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.InternalServerError));
        Assert.That(orders.EnumerateArray().Select(order => order.GetProperty("item").GetString()), Is.EqualTo(new[] { "teapot" }));
    }

    [Test]
    public async Task After_a_kill_every_order_that_is_there_has_its_event_and_no_event_is_without_its_order()
    {
        await using var database = await store.CreateAsync();
        await using var receiver = await WebhookReceiver.StartAsync();
        await using (var first = await database.StartAsync(CrashTests.ShortLeases))
        {
            await first.CreateEndpointAsync(receiver.At("/orders").Url, "order.created");
            var load = Task.WhenAll(Enumerable.Range(0, 8).Select(_ => OrderUntilItEndsAsync(first)));
            await receiver.WaitForAsync(20, Deadline);
            await first.Process.KillAsync();
            await load;
        }

        await using var second = await database.StartAsync(CrashTests.ShortLeases);
        await second.PostAsync("orders", new { customer = "Ada", item = "last", quantity = 1 });
        var orders = await database.ReadOrderIdsAsync();
        await receiver.WaitUntilAsync(requests => !orders.Except(OrdersIn(requests)).Any(), Deadline);
        await Eventually.HoldsAsync(second.HasNothingPendingAsync, Deadline, () => "Everything is delivered.");

        Assert.That(OrdersIn(receiver.Requests), Is.EquivalentTo(orders));
    }

    private static HashSet<string> OrdersIn(IEnumerable<ReceivedRequest> requests) =>
        [.. requests.Select(request => JsonDocument.Parse(request.Body).RootElement.GetProperty("id").ToString())];

    private static async Task OrderUntilItEndsAsync(OrdersApiProgram program)
    {
        try
        {
            while (true)
            {
                using var response = await program.Client.PostAsJsonAsync("orders", new { customer = "Ada", item = "teapot", quantity = 1 });
            }
        }
        catch (HttpRequestException)
        {
            // Killed.
        }
    }
}
