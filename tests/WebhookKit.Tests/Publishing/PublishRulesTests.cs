using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Storage;
using WebhookKit.Tests.Engine;

namespace WebhookKit.Tests.Publishing;

internal sealed class PublishRulesTests
{
    private EngineHost _host = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _host = await EngineHost.StartAsync(builder => builder.UseInMemoryStore(), new Dictionary<string, string?> { ["Publishing:MaxPayloadBytes"] = "1000" });
        await _host.SubscribeAsync("https://hooks.example.com/");
    }

    [TearDown]
    public async Task StopAsync() => await _host.DisposeAsync();

    [TestCase("", "type")]
    [TestCase("order created", "type")]
    [TestCase("order..created", "type")]
    [TestCase(".order", "type")]
    [TestCase("order.", "type")]
    [TestCase("order.*", "type")]
    [TestCase("bestellung.geöffnet", "type")]
    public async Task A_type_that_breaks_the_rules_is_refused_by_name(string type, string field)
    {
        var exception = await Assert.ThrowsAsync<WebhookValidationException>(() => _host.PublishAsync(type));

        Assert.That(exception!.Errors.Single().Field, Is.EqualTo(field));
        await AssertNothingStoredAsync();
    }

    [Test]
    public async Task A_payload_over_the_limit_is_refused_with_both_numbers()
    {
        var exception = await Assert.ThrowsAsync<WebhookValidationException>(() => _host.Publisher.PublishAsync(new OutgoingEvent { Type = "big", Payload = new byte[1001] }));

        Assert.That(exception!.Errors.Single().Message, Does.Contain("1000").And.Contain("1001"));
        await AssertNothingStoredAsync();
    }

    [Test]
    public async Task Every_broken_rule_of_an_event_is_named_and_the_whole_batch_refused()
    {
        OutgoingEvent[] batch =
        [
            new() { Type = "fine", Payload = "1"u8.ToArray() },
            new()
            {
                Type = "no good",
                Payload = "1"u8.ToArray(),
                ContentType = "json",
                Owner = "tab\there",
                IdempotencyKey = "",
                Metadata = Enumerable.Range(0, 51).ToDictionary(i => $"name{i}", _ => "value"),
            },
        ];

        var exception = await Assert.ThrowsAsync<WebhookValidationException>(() => _host.Publisher.PublishAsync(batch));

        Assert.That(
            exception!.Errors.Select(error => error.Field),
            Is.EquivalentTo((string[])["events[1].type", "events[1].content_type", "events[1].owner", "events[1].idempotency_key", "events[1].metadata"]));
        await AssertNothingStoredAsync();
    }

    [TestCase(" application/json")]
    [TestCase("application/json ")]
    public async Task A_content_type_that_could_not_be_sent_is_refused_when_it_is_published(string contentType)
    {
        var outgoing = new OutgoingEvent { Type = "order.created", Payload = "{}"u8.ToArray(), ContentType = contentType };

        var exception = await Assert.ThrowsAsync<WebhookValidationException>(() => _host.Publisher.PublishAsync(outgoing));

        Assert.That(exception!.Errors.Select(error => error.Field), Is.EqualTo((string[])["content_type"]));
    }

    [Test]
    public async Task The_same_key_with_the_same_content_is_the_same_event()
    {
        var options = new PublishOptions { IdempotencyKey = "order-1" };
        var first = await _host.Publisher.PublishAsync("order.created", new { number = 1 }, options);

        var second = await _host.Publisher.PublishAsync("order.created", new { number = 1 }, options);

        Assert.Multiple(() =>
        {
            Assert.That(second.EventId, Is.EqualTo(first.EventId));
            Assert.That((first.IsDuplicate, second.IsDuplicate), Is.EqualTo((false, true)));
            Assert.That((first.DeliveryCount, second.DeliveryCount), Is.EqualTo((1, 0)));
        });
    }

    [Test]
    public async Task The_same_key_with_other_content_is_refused_and_names_the_event_it_belongs_to()
    {
        var options = new PublishOptions { IdempotencyKey = "order-1" };
        var first = await _host.Publisher.PublishAsync("order.created", new { number = 1 }, options);

        var exception = await Assert.ThrowsAsync<IdempotencyConflictException>(() => _host.Publisher.PublishAsync("order.created", new { number = 2 }, options));

        Assert.That(exception!.Existing, Is.EqualTo(first.EventId));
    }

    private async Task AssertNothingStoredAsync()
    {
        var page = await _host.Services.GetRequiredService<IHistoryStore>().ListDeliveriesAsync(new DeliveryListQuery { Limit = 10 });
        Assert.That(page.Items, Is.Empty);
    }
}
