using System.Text.Json;

namespace WebhookKit.AspNetCore.Tests.Handlers;

internal sealed class FilterTests
{
    private ApiHost _host = null!;

    [SetUp]
    public async Task StartAsync() => _host = await ApiHost.StartAsync();

    [TearDown]
    public async Task StopAsync() => await _host.DisposeAsync();

    [Test]
    public async Task A_filter_is_shown_and_an_update_without_it_takes_it_away()
    {
        var id = await _host.CreateEndpointAsync(more: ""","filter":{"order.total": {"$gte": 100.50}, "name": "Zo\u00eb"}""");

        var shown = await _host.GetAsync($"v1/endpoints/{id}");
        var refused = await _host.PutAsync($"v1/endpoints/{id}", """{"url":"https://example.com/hooks","events":["*"],"filter":{"total":{"$gtt":1}}}""");
        var kept = await _host.GetAsync($"v1/endpoints/{id}");
        var cleared = await _host.PutAsync($"v1/endpoints/{id}", """{"url":"https://example.com/hooks","events":["*"],"filter":null}""");
        var audit = await _host.GetAsync($"v1/audit?target={id}");

        Assert.That(shown["filter"].GetRawText(), Is.EqualTo("""{"order.total":{"$gte":100.50},"name":"Zoë"}"""));
        Assert.That(refused.Status, Is.EqualTo(400));
        Assert.That(refused["errors"].EnumerateObject().Select(error => error.Name), Is.EqualTo(new[] { "filter.total.$gtt" }));
        Assert.That(kept["filter"].GetRawText(), Is.EqualTo(shown["filter"].GetRawText()));
        Assert.That(cleared["filter"].ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(audit.Data[0].GetProperty("reason").GetString(), Is.EqualTo("Changed filter."));
    }

    [TestCase("""{"order":{"total":100}}""", true)]
    [TestCase("""{"order":{"total":99.99}}""", false)]
    [TestCase("null", false)]
    [TestCase("[]", false)]
    public async Task A_filter_is_tried_on_a_payload(string payload, bool matches)
    {
        var answer = await _host.PostAsync("v1/filters/test", """{"filter":{"order.total":{"$gte":100}},"payload":""" + payload + "}");

        Assert.That(answer.Status, Is.EqualTo(200));
        Assert.That(answer["matches"].GetBoolean(), Is.EqualTo(matches));
        Assert.That(answer["reason"].ValueKind, Is.EqualTo(matches ? JsonValueKind.Null : JsonValueKind.String));
        Assert.That(matches || answer.TextOf("reason")!.Contains("order.total ($gte)", StringComparison.Ordinal), Is.True);
    }

    [TestCase("{}", "filter", "payload")]
    [TestCase("""{"filter":null,"payload":1}""", "filter")]
    [TestCase("""{"filter":{"a":1}}""", "payload")]
    [TestCase("""{"filter":7,"payload":1}""", "filter")]
    [TestCase("""{"filter":{"a":{"$gtt":1},"b":{"$in":[]}},"payload":1}""", "filter.a.$gtt", "filter.b.$in")]
    public async Task What_breaks_a_rule_is_named(string body, params string[] fields)
    {
        var answer = await _host.PostAsync("v1/filters/test", body);

        Assert.That(answer.Status, Is.EqualTo(400));
        Assert.That(answer["errors"].EnumerateObject().Select(error => error.Name), Is.EquivalentTo(fields));
    }
}
