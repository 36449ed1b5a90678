using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Storage;

namespace WebhookKit.AspNetCore.Tests.Handlers;

internal sealed class EventTests
{
    private ApiHost _host = null!;

    [SetUp]
    public async Task StartAsync() => _host = await ApiHost.StartAsync();

    [TearDown]
    public async Task StopAsync() => await _host.DisposeAsync();

    [TestCase("""{ "total" : 10.00,"items":[ ] }""")]
    [TestCase("""{"b":1,"a":"\u00e9é","e":1E+2,"b":2}""")]
    [TestCase("\"text\"")]
    [TestCase("null")]
    [TestCase("[1, 2]")]
    public async Task The_payload_is_stored_byte_for_byte_as_it_stands_in_the_request(string payload)
    {
        var id = await _host.PublishAsync(payload: payload, more: ""","metadata":{"source":"test"}""");

        var stored = await _host.Services.GetRequiredService<IHistoryStore>().FindEventAsync(new EventQuery { Id = EventId.Parse(id) });
        Assert.That(System.Text.Encoding.UTF8.GetString(stored!.Payload.Span), Is.EqualTo(payload));
        Assert.That(stored.Metadata["source"], Is.EqualTo("test"));
    }

    [Test]
    public async Task An_event_is_read_with_the_state_of_its_deliveries()
    {
        var endpoint = await _host.CreateEndpointAsync();
        var accepted = await _host.PostAsync("v1/events", """{"type":"order.created","payload":{"total":10},"metadata":{"a":"b"}}""");

        var read = await _host.GetAsync(accepted.Headers["Location"].Replace("/webhooks/", "", StringComparison.Ordinal));

        Assert.That(accepted.Status, Is.EqualTo(202));
        Assert.That(read.Status, Is.EqualTo(200), read.Text);
        Assert.That(read.TextOf("id"), Is.EqualTo(accepted.TextOf("event_id")));
        Assert.That(read["payload"].GetProperty("total").GetInt32(), Is.EqualTo(10));
        Assert.That(read["deliveries"][0].GetProperty("endpoint_id").GetString(), Is.EqualTo(endpoint));
        Assert.That(read["deliveries"][0].GetProperty("status").GetString(), Is.EqualTo("pending"));
    }

    [Test]
    public async Task What_an_event_asks_for_its_deliveries_is_heeded_and_shown()
    {
        var endpoint = await _host.CreateEndpointAsync();
        await _host.CreateEndpointAsync();
        var at = DateTimeOffset.UtcNow.AddHours(1);
        var id = await _host.PublishAsync(more: $$""","deliver_at":"{{at:yyyy-MM-ddTHH:mm:ssZ}}","expires_at":"{{at:yyyy-MM-ddTHH:mm:ss.5Z}}","retry_policy":{"schedule_seconds":[1.5]},"endpoints":["{{endpoint}}"]""");

        var read = await _host.GetAsync($"v1/events/{id}");

        Assert.That(read["deliver_at"].GetDateTimeOffset(), Is.EqualTo(new DateTimeOffset(at.Ticks - (at.Ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero)));
        Assert.That(read["expires_at"].GetDateTimeOffset() - read["deliver_at"].GetDateTimeOffset(), Is.EqualTo(TimeSpan.FromSeconds(0.5)));
        Assert.That(read["retry_policy"].GetRawText(), Is.EqualTo("""{"schedule_seconds":[1.5]}"""));
        Assert.That(read["endpoints"].GetRawText(), Is.EqualTo($"[\"{endpoint}\"]"));
        Assert.That(read["deliveries"].GetArrayLength(), Is.EqualTo(1));
        Assert.That(read["deliveries"][0].GetProperty("endpoint_id").GetString(), Is.EqualTo(endpoint));
        Assert.That(read["deliveries"][0].GetProperty("next_attempt_at").GetDateTimeOffset(), Is.EqualTo(read["deliver_at"].GetDateTimeOffset()));
    }

    [Test]
    public async Task The_endpoints_of_another_owner_are_not_reached_by_naming_them()
    {
        var endpoint = await _host.CreateEndpointAsync(more: ""","owner":"somebody" """);

        var id = await _host.PublishAsync(more: $$""","owner":"me","endpoints":["{{endpoint}}"]""");

        Assert.That((await _host.GetAsync($"v1/events/{id}"))["deliveries"].GetArrayLength(), Is.Zero);
    }

    [Test]
    public async Task A_payload_that_is_not_json_is_read_as_base64()
    {
        var receipt = await _host.Services.GetRequiredService<IWebhookPublisher>().PublishAsync(
            new OutgoingEvent { Type = "a", Payload = new byte[] { 1, 2, 3 }, ContentType = "application/octet-stream" });

        var read = await _host.GetAsync($"v1/events/{receipt.EventId}");

        Assert.That(read["payload"].ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(read.TextOf("payload_base64"), Is.EqualTo("AQID"));
    }

    [Test]
    public async Task A_batch_is_stored_whole_and_answered_in_order()
    {
        var answer = await _host.PostAsync("v1/events", """[{"type":"a","payload":1},{"type":"b","payload":2}]""");

        var ids = answer["event_ids"].EnumerateArray().Select(id => id.GetString()).ToArray();
        var types = new List<string?>();
        foreach (var id in ids)
        {
            types.Add((await _host.GetAsync($"v1/events/{id}")).TextOf("type"));
        }

        Assert.That(answer.Status, Is.EqualTo(202));
        Assert.That(types, Is.EqualTo(new[] { "a", "b" }));
    }

    [Test]
    public async Task Sending_a_request_again_with_its_key_is_harmless()
    {
        await _host.CreateEndpointAsync();
        var first = await _host.PostAsync("v1/events", """{"type":"a","payload":1}""", ("Idempotency-Key", "k"));

        var again = await _host.PostAsync("v1/events", """{"type":"a","payload":1}""", ("Idempotency-Key", "k"));

        Assert.That(again.Status, Is.EqualTo(202));
        Assert.That(again.TextOf("event_id"), Is.EqualTo(first.TextOf("event_id")));
        Assert.That((await _host.GetAsync("v1/deliveries")).Data, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Sending_a_batch_again_with_its_key_is_harmless()
    {
        const string Batch = """[{"type":"a","payload":1},{"type":"a","payload":1}]""";
        var first = await _host.PostAsync("v1/events", Batch, ("Idempotency-Key", "k"));

        var again = await _host.PostAsync("v1/events", Batch, ("Idempotency-Key", "k"));

        Assert.That(again.Text, Is.EqualTo(first.Text));
        Assert.That(first["event_ids"][0].GetString(), Is.Not.EqualTo(first["event_ids"][1].GetString()));
    }

    [Test]
    public async Task A_key_used_for_another_event_is_a_conflict_that_stores_nothing()
    {
        await _host.CreateEndpointAsync();
        var first = await _host.PostAsync("v1/events", """{"type":"a","payload":1}""", ("Idempotency-Key", "k"));
        var before = await _host.DescribeStoreAsync();

        var other = await _host.PostAsync("v1/events", """{"type":"a","payload":2}""", ("Idempotency-Key", "k"));
        var empty = await _host.PostAsync("v1/events", """{"type":"a","payload":1}""", ("Idempotency-Key", ""));
        Assert.That(empty.Status, Is.EqualTo(400), empty.Text);

        Assert.That(other.Status, Is.EqualTo(409));
        Assert.That(other.TextOf("detail"), Does.Contain(first.TextOf("event_id")));
        Assert.That(await _host.DescribeStoreAsync(), Is.EqualTo(before));
    }

    [TestCase("evt_00000000000000000000000000000000")]
    [TestCase("nonsense")]
    [TestCase("evt_%20")]
    public async Task An_id_that_nothing_has_and_one_that_nothing_can_have_are_answered_alike(string id)
    {
        var answer = await _host.GetAsync($"v1/events/{id}");

        Assert.That(answer.Status, Is.EqualTo(404));
        Assert.That(answer.TextOf("detail"), Is.EqualTo("There is no such event."));
    }
}
