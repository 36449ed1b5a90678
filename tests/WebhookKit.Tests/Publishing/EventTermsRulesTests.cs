using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Retrying;
using WebhookKit.Tests.Engine;

namespace WebhookKit.Tests.Publishing;

/// <summary>What an event may ask for its own deliveries.</summary>
internal sealed class EventTermsRulesTests
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

    private static DateTimeOffset Now => DateTimeOffset.UtcNow;

    private static IEnumerable<TestCaseData> Broken =>
    [
        new TestCaseData(new PublishOptions { DeliverAt = Now.AddDays(31) }, "deliver_at", "30 days"),
        new TestCaseData(new PublishOptions { ExpiresAt = Now.AddSeconds(-1) }, "expires_at", "later than now"),
        new TestCaseData(new PublishOptions { DeliverAt = Now.AddDays(2), ExpiresAt = Now.AddDays(1) }, "expires_at", "later than deliver_at"),
        new TestCaseData(new PublishOptions { Endpoints = [] }, "endpoints", "left out"),
        new TestCaseData(new PublishOptions { Endpoints = [.. Enumerable.Range(0, 1001).Select(id => new EndpointId(id))] }, "endpoints", "1000"),
        new TestCaseData(new PublishOptions { Retry = new RetrySettings() }, "retry_policy", "exactly one"),
        new TestCaseData(new PublishOptions { Retry = new RetrySettings { Schedule = [TimeSpan.FromDays(31)] } }, "retry_policy.schedule_seconds[0]", "30 days"),
        new TestCaseData(new PublishOptions { Retry = new RetrySettings { Policy = "nobody" } }, "retry_policy.policy", "registered"),
    ];

    [TestCaseSource(nameof(Broken))]
    public async Task What_breaks_a_rule_is_refused_by_name_and_nothing_is_stored(PublishOptions options, string field, string rule)
    {
        var published = await Assert.ThrowsAsync<WebhookValidationException>(() => _host.Publisher.PublishAsync("order.created", 1, options));
        var prepared = Assert.Throws<WebhookValidationException>(() => _host.Publisher.Prepare("order.created", 1, options));

        Assert.That(published!.Errors.Single().Field, Is.EqualTo(field));
        Assert.That(published.Errors.Single().Message, Does.Contain(rule));
        Assert.That(prepared!.Errors.Single().Field, Is.EqualTo(field));
        Assert.That((await _host.History.ListDeliveriesAsync(new Storage.DeliveryListQuery { Limit = 10 })).Items, Is.Empty);
    }

    [Test]
    public async Task In_a_batch_the_error_says_which_event_it_is()
    {
        var events = new[] { Outgoing(), Outgoing(deliverAt: Now.AddDays(31)) };

        var exception = await Assert.ThrowsAsync<WebhookValidationException>(() => _host.Publisher.PublishAsync(events));

        Assert.That(exception!.Errors.Single().Field, Is.EqualTo("events[1].deliver_at"));
    }

    [Test]
    public async Task What_was_prepared_in_time_may_be_stored_after_it_has_expired()
    {
        var prepared = _host.Publisher.Prepare(Outgoing(expiresAt: Now.AddMilliseconds(200)));
        await EngineHost.WaitAsync(() => Now > prepared.ExpiresAt);

        var receipt = await _host.Publisher.PublishAsync(prepared);

        var dead = (await _host.WaitForAsync(all => all.Single().Status == DeliveryStatus.Dead, receipt.EventId))[0];
        Assert.That(dead.DeadReason, Is.EqualTo(DeadLetterReason.Expired));
    }

    [Test]
    public async Task Publishing_again_with_a_key_after_the_event_has_expired_is_answered_as_the_first_time()
    {
        var options = new PublishOptions { IdempotencyKey = "key", ExpiresAt = Now.AddMilliseconds(200) };
        var first = await _host.Publisher.PublishAsync("order.created", 1, options);
        await EngineHost.WaitAsync(() => Now > options.ExpiresAt);

        var again = await _host.Publisher.PublishAsync("order.created", 1, options);

        Assert.That((again.EventId, again.IsDuplicate), Is.EqualTo((first.EventId, true)));
    }

    [Test]
    public async Task Times_are_kept_in_utc_to_the_microsecond()
    {
        var hour = DateTimeOffset.FromUnixTimeSeconds(Now.ToUnixTimeSeconds()).AddHours(1);
        var at = hour.AddTicks(1_234_567).ToOffset(TimeSpan.FromHours(5));

        var receipt = await _host.Publisher.PublishAsync(Outgoing(deliverAt: at, expiresAt: at.AddTicks(20)));

        var stored = (await _host.History.FindEventAsync(new Storage.EventQuery { Id = receipt.EventId }))!;
        Assert.That(stored.DeliverAt, Is.EqualTo(at.AddTicks(-7)));
        Assert.That(stored.ExpiresAt, Is.EqualTo(at.AddTicks(13)));
        Assert.That(stored.DeliverAt!.Value.Offset, Is.EqualTo(TimeSpan.Zero));
    }

    [Test]
    public async Task A_policy_that_the_host_has_registered_may_be_named()
    {
        await using var host = await EngineHost.StartAsync(
            builder => builder.UseInMemoryStore(), configure: services => services.AddKeyedSingleton<IRetryPolicy, Never>("mine"));

        var prepared = host.Publisher.Prepare("order.created", 1, new PublishOptions { Retry = new RetrySettings { Policy = "mine" } });

        Assert.That(prepared.Retry!.Policy, Is.EqualTo("mine"));
    }

    private static OutgoingEvent Outgoing(DateTimeOffset? deliverAt = null, DateTimeOffset? expiresAt = null) =>
        new() { Type = "order.created", Payload = "1"u8.ToArray(), DeliverAt = deliverAt, ExpiresAt = expiresAt };

    private sealed class Never : IRetryPolicy
    {
        public RetryDecision Decide(RetryContext context) => RetryDecision.GiveUp;
    }
}
