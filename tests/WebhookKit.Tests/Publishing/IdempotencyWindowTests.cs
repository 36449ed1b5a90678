using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using WebhookKit.Tests.Engine;

namespace WebhookKit.Tests.Publishing;

/// <summary>For how long an idempotency key means the same event.</summary>
internal sealed class IdempotencyWindowTests
{
    private static readonly PublishOptions Key = new() { IdempotencyKey = "order-1" };

    [TestCase(59, true)]
    [TestCase(61, false)]
    public async Task A_key_means_the_same_event_for_the_window_and_no_longer(int minutes, bool isDuplicate)
    {
        await using var host = await StartAsync("01:00:00");
        var first = await host.Publisher.PublishAsync("order.created", 1, Key);
        host.Clock.Advance(TimeSpan.FromMinutes(minutes));

        var again = await host.Publisher.PublishAsync("order.created", 1, Key);

        Assert.That(again.IsDuplicate, Is.EqualTo(isDuplicate));
        Assert.That(again.EventId == first.EventId, Is.EqualTo(isDuplicate));
    }

    [Test]
    public async Task Without_a_window_it_does_for_as_long_as_the_event_is_stored()
    {
        await using var host = await StartAsync(window: null);
        var first = await host.Publisher.PublishAsync("order.created", 1, Key);
        host.Clock.Advance(TimeSpan.FromDays(20));

        var again = await host.Publisher.PublishAsync("order.created", 1, Key);

        Assert.That((again.EventId, again.IsDuplicate), Is.EqualTo((first.EventId, true)));
    }

    [TestCase("order.changed", 1, "application/json")]
    [TestCase("order.created", 2, "application/json")]
    [TestCase("order.created", 1, "text/plain")]
    public async Task Another_type_payload_or_content_type_is_refused_and_names_the_first_event(string type, byte payload, string contentType)
    {
        await using var host = await StartAsync(window: null);
        var first = await host.Publisher.PublishAsync(new OutgoingEvent { Type = "order.created", Payload = new byte[] { 1 }, IdempotencyKey = "key" });

        var exception = await Assert.ThrowsAsync<IdempotencyConflictException>(
            () => host.Publisher.PublishAsync(new OutgoingEvent { Type = type, Payload = new[] { payload }, ContentType = contentType, IdempotencyKey = "key" }));

        Assert.That(exception!.Existing, Is.EqualTo(first.EventId));
    }

    [Test]
    public async Task What_else_is_said_with_a_key_counts_the_first_time_only()
    {
        await using var host = await StartAsync(window: null);
        var first = await host.Publisher.PublishAsync("order.created", 1, Key);

        var again = await host.Publisher.PublishAsync(
            "order.created",
            1,
            new PublishOptions { IdempotencyKey = Key.IdempotencyKey, DeliverAt = host.Clock.GetUtcNow().AddDays(1), Metadata = new Dictionary<string, string> { ["a"] = "b" } });

        Assert.That((again.EventId, again.IsDuplicate), Is.EqualTo((first.EventId, true)));
        Assert.That((await host.History.FindEventAsync(new Storage.EventQuery { Id = first.EventId }))!.DeliverAt, Is.Null);
    }

    [TestCase("00:00:59")]
    [TestCase("-01:00:00")]
    public async Task A_window_that_protects_nobody_is_refused_at_start(string window)
    {
        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(window));

        Assert.That(exception!.Message, Does.Contain("PublishingOptions.IdempotencyWindow").And.Contain(window));
    }

    private static Task<EngineHost> StartAsync(string? window) => EngineHost.StartAsync(
        builder => builder.UseInMemoryStore(),
        new Dictionary<string, string?> { ["Publishing:IdempotencyWindow"] = window, ["Hosting:Deliver"] = "false" },
        services => services.AddSingleton<TimeProvider>(new FakeTimeProvider(DateTimeOffset.UtcNow)));
}
