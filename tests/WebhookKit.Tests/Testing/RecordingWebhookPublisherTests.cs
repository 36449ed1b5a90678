using WebhookKit.Testing;

namespace WebhookKit.Tests.Testing;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class RecordingWebhookPublisherTests
{
    private readonly RecordingWebhookPublisher _publisher = new();

    [Test]
    public async Task An_object_is_recorded_with_its_json()
    {
        var order = new { CustomerName = "Ada" };

        var receipt = await _publisher.PublishAsync("order.created", order, new PublishOptions { Owner = "acme" });

        var published = _publisher.Published.Single();
        Assert.That(published.Id, Is.EqualTo(receipt.EventId));
        Assert.That(published.Data, Is.SameAs(order));
        Assert.That((published.Event.Type, published.Event.Owner, published.Text), Is.EqualTo(("order.created", "acme", """{"customerName":"Ada"}""")));
    }

    [Test]
    public async Task Every_event_has_an_id_of_its_own()
    {
        var first = await _publisher.PublishAsync("order.created", 1);
        var second = await _publisher.PublishAsync("order.created", 1);

        Assert.That(second.EventId, Is.Not.EqualTo(first.EventId));
        Assert.That(first.EventId.Value.Version, Is.EqualTo(7));
    }

    [TestCase("order created")]
    [TestCase("webhookkit.endpoint.failing")]
    public void What_a_host_cannot_publish_is_refused(string type)
    {
        Assert.That(async () => await _publisher.PublishAsync(type, 1), Throws.InstanceOf<WebhookValidationException>());
        Assert.That(_publisher.Published, Is.Empty);
    }

    [Test]
    public async Task Publishing_again_with_the_same_key_is_the_same_event()
    {
        var options = new PublishOptions { IdempotencyKey = "order-1" };

        var first = await _publisher.PublishAsync("order.created", 1, options);
        var second = await _publisher.PublishAsync("order.created", 1, options);

        Assert.That((second.EventId, second.IsDuplicate), Is.EqualTo((first.EventId, true)));
        Assert.That(_publisher.Published, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_key_that_belongs_to_another_event_is_a_conflict()
    {
        var options = new PublishOptions { IdempotencyKey = "order-1" };
        var first = await _publisher.PublishAsync("order.created", 1, options);

        Assert.That(
            async () => await _publisher.PublishAsync("order.created", 2, options),
            Throws.InstanceOf<IdempotencyConflictException>().With.Property("Existing").EqualTo(first.EventId));
    }

    [Test]
    public void A_batch_is_recorded_whole_or_not_at_all()
    {
        OutgoingEvent[] batch = [new() { Type = "order.created", Payload = "{}"u8.ToArray() }, new() { Type = "", Payload = "{}"u8.ToArray() }];

        Assert.That(async () => await _publisher.PublishAsync(batch), Throws.InstanceOf<WebhookValidationException>());
        Assert.That(_publisher.Published, Is.Empty);
    }
}
