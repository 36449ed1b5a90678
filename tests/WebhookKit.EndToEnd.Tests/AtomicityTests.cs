using System.Net;
using System.Net.Http.Json;
using WebhookKit.EndToEnd.Tests.Programs;
using WebhookKit.Testing;

namespace WebhookKit.EndToEnd.Tests;

public sealed class AtomicityTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    [Test]
    public async Task An_order_whose_event_is_refused_is_not_kept_either()
    {
        using var folder = new TemporaryFolder();
        await using var program = await OrdersApiProgram.StartAsync(folder.Database, ("Webhooks__Publishing__MaxPayloadBytes", "100"));

        using var refused = await program.Client.PostAsJsonAsync("orders", new { customer = "Ada", item = new string('x', 90), quantity = 1 });
        await program.PostAsync("orders", new { customer = "Ada", item = "teapot", quantity = 1 });
        var orders = await program.GetAsync("orders");

        Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.InternalServerError));
        Assert.That(orders.EnumerateArray().Select(order => order.GetProperty("item").GetString()), Is.EqualTo(new[] { "teapot" }));
    }

    [Test]
    public async Task After_a_kill_every_order_that_is_there_has_its_event_and_no_event_is_without_its_order()
    {
        using var folder = new TemporaryFolder();
        await using var receiver = await WebhookReceiver.StartAsync();
        await using (var first = await OrdersApiProgram.StartAsync(folder.Database, CrashTests.ShortLeases))
        {
            await first.CreateEndpointAsync(receiver.At("/orders").Url, "order.created");
            var load = Task.WhenAll(Enumerable.Range(0, 8).Select(_ => OrderUntilItEndsAsync(first)));
            await receiver.WaitForAsync(20, Deadline);
            await first.Process.KillAsync();
            await load;
        }

        await using var second = await OrdersApiProgram.StartAsync(folder.Database, CrashTests.ShortLeases);
        var orders = (await second.GetAsync("orders")).EnumerateArray().Select(order => order.GetProperty("id").GetInt64()).ToArray();
        var newest = await second.PostAsync("orders", new { customer = "Ada", item = "last", quantity = 1 });
        var requests = await receiver.WaitUntilAsync(requests => OrdersIn(requests).Count > orders.Max(), Deadline);

        Assert.That(OrdersIn(requests), Is.EquivalentTo(Enumerable.Range(1, newest.GetProperty("id").GetInt32())));
    }

    private static HashSet<long> OrdersIn(IEnumerable<ReceivedRequest> requests) =>
        [.. requests.Select(request => System.Text.Json.JsonDocument.Parse(request.Body).RootElement.GetProperty("id").GetInt64())];

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
