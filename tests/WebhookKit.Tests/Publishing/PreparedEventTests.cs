using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Tests.Engine;

namespace WebhookKit.Tests.Publishing;

/// <summary>Events whose id is known before they are stored.</summary>
internal sealed class PreparedEventTests
{
    private EngineHost _host = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _host = await EngineHost.StartAsync(builder => builder.UseInMemoryStore());
        await _host.SubscribeAsync("https://hooks.example.com/");
    }

    [TearDown]
    public async Task StopAsync() => await _host.DisposeAsync();

    [Test]
    public async Task What_is_prepared_is_stored_when_it_is_published_and_once_however_often_that_is()
    {
        var prepared = _host.Publisher.Prepare("order.created", new { number = 1 }, new PublishOptions { Owner = "shop" });
        Assert.That(await FindAsync(prepared.Id!.Value), Is.Null);

        var first = await _host.Publisher.PublishAsync(prepared);
        var second = await _host.Publisher.PublishAsync(prepared);

        Assert.That((first.EventId, first.IsDuplicate), Is.EqualTo((prepared.Id.Value, false)));
        Assert.That((second.EventId, second.IsDuplicate), Is.EqualTo((prepared.Id.Value, true)));
        Assert.That(await FindAsync(prepared.Id.Value), Is.Not.Null);
    }

    [Test]
    public void Preparing_again_keeps_the_id_and_everything_else()
    {
        var outgoing = new OutgoingEvent
        {
            Type = "order.created",
            Payload = "1"u8.ToArray(),
            ContentType = "text/plain",
            Owner = "shop",
            Metadata = new Dictionary<string, string> { ["name"] = "value" },
            IdempotencyKey = "key",
            DeliverAt = DateTimeOffset.UtcNow.AddHours(1),
            ExpiresAt = DateTimeOffset.UtcNow.AddHours(2),
            Retry = new RetrySettings { Schedule = [] },
            Endpoints = [new EndpointId(7)],
        };

        var prepared = _host.Publisher.Prepare(outgoing);

        Assert.That(_host.Publisher.Prepare(prepared), Is.SameAs(prepared));
        Assert.That(
            (prepared.Type, prepared.Payload, prepared.ContentType, prepared.Owner, prepared.Metadata, prepared.IdempotencyKey),
            Is.EqualTo((outgoing.Type, outgoing.Payload, outgoing.ContentType, outgoing.Owner, outgoing.Metadata, outgoing.IdempotencyKey)));
        Assert.That(
            (prepared.DeliverAt, prepared.ExpiresAt, prepared.Retry, prepared.Endpoints),
            Is.EqualTo((outgoing.DeliverAt, outgoing.ExpiresAt, outgoing.Retry, outgoing.Endpoints)));
    }

    [Test]
    public void What_breaks_a_rule_is_refused_when_it_is_prepared()
    {
        var exception = Assert.Throws<WebhookValidationException>(() => _host.Publisher.Prepare("order created", new { }));

        Assert.That(exception!.Errors.Single().Field, Is.EqualTo("type"));
    }

    [Test]
    public void An_id_by_which_events_do_not_sort_is_refused()
    {
        var outgoing = new OutgoingEvent { Id = new EventId(Guid.NewGuid()), Type = "order.created", Payload = "1"u8.ToArray() };

        var exception = Assert.Throws<WebhookValidationException>(() => _host.Publisher.Prepare(outgoing));

        Assert.That(exception!.Errors.Single().Message, Does.Contain("version 7"));
    }

    private Task<WebhookEvent?> FindAsync(EventId id) => _host.History.FindEventAsync(new Storage.EventQuery { Id = id }).AsTask();
}
