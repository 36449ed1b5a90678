using System.Net;
using System.Net.Http.Json;
using WebhookKit.EndToEnd.Tests.Orders;
using WebhookKit.EndToEnd.Tests.Programs;
using WebhookKit.Testing;

namespace WebhookKit.EndToEnd.Tests;

/// <summary>The main job over HTTP: what comes in at the API of one process comes out at a subscriber in another.</summary>
[TestFixtureSource(typeof(OrdersStore), nameof(OrdersStore.All))]
internal sealed class DeliveryTests(OrdersStore store)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private IOrdersDatabase _database = null!;
    private WebhookReceiver _receiver = null!;
    private OrdersApiProgram _program = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _database = await store.CreateAsync();
        _receiver = await WebhookReceiver.StartAsync();
        _program = await _database.StartAsync(
            ("Webhooks__Retry__Schedule__0", "00:00:01"),
            ("Webhooks__Retry__Schedule__1", "00:00:02"));
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        // Any of them may be missing where the server is.
        await (_program?.DisposeAsync() ?? default);
        await (_receiver?.DisposeAsync() ?? default);
        await (_database?.DisposeAsync() ?? default);
    }

    [Test]
    public async Task An_event_arrives_with_a_signature_that_an_independent_implementation_verifies()
    {
        var (_, secret) = await _program.CreateEndpointAsync(_receiver.At("/signed").Url, "signed.*");

        using var response = await _program.Client.PostAsync(
            new Uri("webhooks/v1/events", UriKind.Relative),
            new StringContent("""{"type":"signed.created","payload":{ "exact" : [1.50, "é"] }}""", System.Text.Encoding.UTF8, "application/json"));
        var requests = await ArrivedAsync("/signed", 1);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
        Assert.That(requests[0].Text, Is.EqualTo("""{ "exact" : [1.50, "é"] }"""));
        Assert.That(StandardWebhooksSignature.IsValid(requests[0], secret), Is.True);
        Assert.That(StandardWebhooksSignature.IsValid(requests[0], "whsec_" + Convert.ToBase64String(new byte[32])), Is.False);
    }

    [Test]
    public async Task An_event_goes_to_each_matching_endpoint_and_to_no_other()
    {
        await _program.CreateEndpointAsync(_receiver.At("/exact").Url, "fan.out.created");
        await _program.CreateEndpointAsync(_receiver.At("/prefix").Url, "fan.*", "fan.out.*");
        await _program.CreateEndpointAsync(_receiver.At("/other").Url, "fan.out");

        var first = await _program.PublishAsync("fan.out.created", new { n = 1 });
        var second = await _program.PublishAsync("fan.out", new { n = 2 });
        await ArrivedAsync("/exact", 1);
        await ArrivedAsync("/prefix", 2);
        await ArrivedAsync("/other", 1);

        Assert.That(IdsAt("/exact"), Is.EqualTo(new[] { first }));
        Assert.That(IdsAt("/prefix"), Is.EquivalentTo(new[] { first, second }));
        Assert.That(IdsAt("/other"), Is.EqualTo(new[] { second }));
    }

    [Test]
    public async Task A_failure_is_retried_on_schedule_with_the_same_id_and_a_fresh_timestamp()
    {
        var (_, secret) = await _program.CreateEndpointAsync(_receiver.At("/flaky").Answer(500, 503).Url, "flaky.*");

        var eventId = await _program.PublishAsync("flaky.created", new { n = 1 });
        var attempts = await ArrivedAsync("/flaky", 3);
        await _program.WaitForDeliveryAsync(eventId, "succeeded", Deadline);

        Assert.That(attempts.Select(attempt => attempt.WebhookId), Is.All.EqualTo(eventId));
        Assert.That(attempts.All(attempt => StandardWebhooksSignature.IsValid(attempt, secret)), Is.True);
        Assert.That(attempts[1].ReceivedAt - attempts[0].ReceivedAt, Is.InRange(TimeSpan.FromSeconds(0.95), TimeSpan.FromSeconds(5)));
        Assert.That(attempts[2].ReceivedAt - attempts[1].ReceivedAt, Is.InRange(TimeSpan.FromSeconds(1.95), TimeSpan.FromSeconds(7)));
    }

    [Test]
    public async Task An_exhausted_delivery_is_a_dead_letter_and_its_replay_arrives_as_a_new_delivery_of_the_same_event()
    {
        await _program.CreateEndpointAsync(_receiver.At("/dead").Answer(500, 500, 500).Url, "dead.*");

        var eventId = await _program.PublishAsync("dead.created", new { n = 1 });
        var dead = await _program.WaitForDeliveryAsync(eventId, "dead", Deadline);
        var deadId = dead.GetProperty("id").GetString();
        var replayed = await _program.PostAsync($"webhooks/v1/deliveries/{deadId}/replay", new { });
        var succeeded = await _program.WaitForDeliveryAsync(eventId, "succeeded", Deadline);
        var log = await _program.GetAsync($"webhooks/v1/deliveries/{deadId}");

        Assert.That(dead.GetProperty("dead_reason").GetString(), Is.EqualTo("attempts_exhausted"));
        Assert.That(log.GetProperty("attempts").EnumerateArray().Select(attempt => attempt.GetProperty("status_code").GetInt32()), Is.EqualTo(new[] { 500, 500, 500 }));
        Assert.That(succeeded.GetProperty("id").GetString(), Is.Not.EqualTo(deadId).And.Not.Null, $"{replayed}");
        Assert.That(succeeded.GetProperty("replay_of").GetString(), Is.EqualTo(deadId));
        Assert.That(IdsAt("/dead"), Is.EqualTo(Enumerable.Repeat(eventId, 4)));
    }

    [Test]
    public async Task An_endpoint_that_hangs_does_not_hold_up_the_others()
    {
        await _program.CreateEndpointAsync(_receiver.At("/hanging").Url, "isolated.*");
        await _program.CreateEndpointAsync(_receiver.At("/healthy").Url, "isolated.*");

        using var hold = _receiver.At("/hanging").Hold();
        for (var n = 0; n < 50; n++)
        {
            await _program.PublishAsync("isolated.created", new { n });
        }

        Assert.That(await ArrivedAsync("/healthy", 50), Has.Count.EqualTo(50));
        Assert.That(IdsAt("/hanging"), Has.Length.LessThan(50));
    }

    [Test]
    public async Task An_order_and_its_event_are_stored_together()
    {
        var (_, secret) = await _program.CreateEndpointAsync(_receiver.At("/orders").Url, "order.created");

        var order = await _program.PostAsync("orders", new { customer = "Ada", item = "teapot", quantity = 2 });
        var request = (await ArrivedAsync("/orders", 1))[0];

        Assert.That(request.Text, Is.EqualTo(order.GetRawText()));
        Assert.That(StandardWebhooksSignature.IsValid(request, secret), Is.True);
    }

    [Test]
    public async Task Orders_are_listed_from_the_newest_on()
    {
        string[] items = ["compass", "sextant", "chart", "logbook"];
        foreach (var item in items)
        {
            await _program.PostAsync("orders", new { customer = "Grace", item, quantity = 1 });
        }

        var orders = await _program.GetAsync("orders");

        Assert.That(orders.EnumerateArray().Take(items.Length).Select(order => order.GetProperty("item").GetString()), Is.EqualTo(items.Reverse()));
    }

    [Test]
    public async Task A_bad_order_is_refused_by_field()
    {
        using var response = await _program.Client.PostAsJsonAsync("orders", new { customer = "", item = "teapot", quantity = 0 });
        var problem = await response.Content.ReadAsStringAsync();

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(problem, Does.Contain("ustomer").And.Contain("uantity"));
    }

    [Test]
    public async Task The_api_is_described_where_it_is_mapped()
    {
        var document = await _program.GetAsync("webhooks/openapi.json");

        Assert.That(document.GetProperty("servers")[0].GetProperty("url").GetString(), Is.EqualTo("/webhooks"));
        Assert.That(document.GetProperty("paths").TryGetProperty("/v1/events", out _), Is.True);
    }

    private string?[] IdsAt(string path) => [.. _receiver.Requests.Where(request => request.Path == path).Select(request => request.WebhookId)];

    private async Task<IReadOnlyList<ReceivedRequest>> ArrivedAsync(string path, int count)
    {
        var requests = await _receiver.WaitUntilAsync(requests => requests.Count(request => request.Path == path) >= count, Deadline);
        return [.. requests.Where(request => request.Path == path)];
    }
}
