using System.Text;
using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Administration;
using WebhookKit.Storage;

namespace WebhookKit.Tests.Engine;

/// <summary>Endpoints that get what their filter lets through, and nothing else.</summary>
internal sealed class FilterTests(EngineStore store) : EngineFixture(store)
{
    private const string FromFive = """{"number":{"$gte":5}}""";

    [Test]
    public async Task What_matches_is_sent_and_what_does_not_ends_as_filtered_without_a_request()
    {
        var host = await StartHostAsync();
        await SubscribeAsync(host, "/some", FromFive);
        await SubscribeAsync(host, "/all", filter: null);

        for (var i = 0; i < 10; i++)
        {
            await host.PublishAsync(number: i);
        }

        var all = await host.WaitForAsync(all => all.Count == 20 && all.All(delivery => delivery.EndedAt is not null));
        Assert.That(all.GroupBy(delivery => delivery.Status).Select(group => (group.Key, group.Count())),
            Is.EquivalentTo(new[] { (DeliveryStatus.Succeeded, 15), (DeliveryStatus.Filtered, 5) }));
        Assert.That(Sent("/some"), Is.EquivalentTo(Enumerable.Range(5, 5).Select(number => "{\"number\":" + number + "}")));
        Assert.That(Sent("/all").Count(), Is.EqualTo(10));
        var details = await DetailsAsync(host, all.First(delivery => delivery.Status == DeliveryStatus.Filtered).Id);
        Assert.That(details.Attempts.Select(attempt => (attempt.Outcome, attempt.Error, attempt.StatusCode)),
            Is.EqualTo(new[] { (AttemptOutcome.Filtered, "The condition on number ($gte) does not hold in the filter of the endpoint.", (int?)null) }));
    }

    [Test]
    public async Task What_is_no_JSON_does_not_match()
    {
        var host = await StartHostAsync();
        await SubscribeAsync(host, "/", """{"number":{"$neq":5}}""");

        await host.Publisher.PublishAsync(new OutgoingEvent { Type = "text", Payload = "number=6"u8.ToArray(), ContentType = "text/plain" });

        var ended = await host.WaitForAsync(all => all.Any(delivery => delivery.EndedAt is not null));
        Assert.That(ended.Single().Status, Is.EqualTo(DeliveryStatus.Filtered));
        Assert.That((await DetailsAsync(host, ended[0].Id)).Attempts[0].Error, Does.Contain("not JSON"));
        Assert.That(Receiver.Requests, Is.Empty);
    }

    [Test]
    public async Task Another_filter_holds_for_deliveries_that_wait_in_memory()
    {
        var host = await StartHostAsync(UseFakeClock);
        var endpoint = await SubscribeAsync(host, "/", filter: null, new EndpointRateLimit { PerSecond = 0.001 });
        await host.PublishManyAsync(30);
        await Receiver.WaitForAsync(1, EngineHost.Patience);

        await UpdateAsync(host, endpoint, """{"number":{"$exist":true}}""");

        var all = await host.WaitForAsync(all => all.Count == 30 && all.All(delivery => delivery.EndedAt is not null), step: TimeSpan.FromMilliseconds(100));
        Assert.That(all.Count(delivery => delivery.Status == DeliveryStatus.Filtered), Is.EqualTo(29));
        Assert.That(Receiver.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Another_filter_holds_for_deliveries_that_are_tried_again()
    {
        var host = await StartHostAsync(UseFakeClock);
        Receiver.At("/").AnswerAlways(500);
        var endpoint = await SubscribeAsync(host, "/", filter: null);
        await host.PublishAsync(number: 1);
        await host.WaitForAsync(all => all.Any(delivery => delivery.Status == DeliveryStatus.Failed));

        await UpdateAsync(host, endpoint, FromFive);

        var filtered = await host.WaitForAsync(all => all.Single().EndedAt is not null, step: TimeSpan.FromSeconds(1));
        Assert.That((filtered[0].Status, filtered[0].AttemptCount), Is.EqualTo((DeliveryStatus.Filtered, Receiver.Requests.Count + 1)));
        Assert.That((await DetailsAsync(host, filtered[0].Id)).Attempts[^1].Outcome, Is.EqualTo(AttemptOutcome.Filtered));
    }

    [Test]
    public async Task What_is_not_sent_uses_up_nothing_of_the_rate_limit()
    {
        var host = await StartHostAsync(UseFakeClock);
        await SubscribeAsync(host, "/", FromFive, new EndpointRateLimit { PerSecond = 0.001, Burst = 1 });

        // A thousand tokens' worth: hours of the limit, while the clock goes on for a minute at most.
        await host.Publisher.PublishAsync(Enumerable.Range(0, 1000).Select(_ => new OutgoingEvent { Type = "a", Payload = """{"number":1}"""u8.ToArray() }).ToArray());
        await host.WaitUntilNothingWaitsAsync();
        await host.WaitForAsync(all => all.Count == 1000 && all.All(delivery => delivery.Status == DeliveryStatus.Filtered));
        await host.PublishAsync(number: 5);

        await Receiver.WaitForAsync(1, EngineHost.Patience);
        Assert.That(Sent("/"), Is.EqualTo(new[] { """{"number":5}""" }));
    }

    [Test]
    public async Task What_somebody_asks_for_by_hand_is_sent_whatever_the_filter_says()
    {
        var host = await StartHostAsync();
        var endpoint = await SubscribeAsync(host, "/", FromFive);
        await host.PublishAsync(number: 1);
        var filtered = (await host.WaitForAsync(all => all.Any(delivery => delivery.Status == DeliveryStatus.Filtered)))[0];

        await host.Deliveries.ReplayAsync(filtered.Id, WebhookCaller.Application);
        await host.WaitForAsync(all => all.Any(delivery => delivery.Status == DeliveryStatus.Succeeded));
        var test = await host.Endpoints.TestAsync(endpoint, WebhookCaller.Application);

        Assert.That(Sent("/").First(), Is.EqualTo("""{"number":1}"""));
        Assert.That(test!.Outcome, Is.EqualTo(AttemptOutcome.Succeeded));
        Assert.That(Receiver.Requests, Has.Count.EqualTo(2));
    }

    [TestCase("""{"number":{"$until":5}}""")]
    [TestCase("""{"number":""")]
    public async Task With_a_filter_that_cannot_be_read_nothing_is_sent_and_nothing_is_lost(string damaged)
    {
        var host = await StartHostAsync(UseFakeClock, ("Retry:Schedule:0", "00:00:10"), ("Retry:Schedule:1", "00:00:10"), ("Retry:Schedule:2", "00:10:00"));
        var endpoint = await DamageAsync(host, await SubscribeAsync(host, "/damaged", FromFive), damaged);
        await SubscribeAsync(host, "/good", FromFive);

        await host.PublishAsync(number: 7);
        await host.WaitForAsync(all => all.Count(delivery => delivery.Status == DeliveryStatus.Succeeded) == 1);
        var failed = (await host.WaitForAsync(all => all.Any(delivery => delivery.Status == DeliveryStatus.Failed)))
            .Single(delivery => delivery.Status == DeliveryStatus.Failed);

        var attempt = (await DetailsAsync(host, failed.Id)).Attempts[0];
        Assert.That((attempt.Outcome, attempt.Error), Is.EqualTo(
            (AttemptOutcome.InternalError, "The stored filter of the endpoint cannot be read; save the endpoint with its filter anew.")));
        Assert.That(Sent("/damaged"), Is.Empty);

        await UpdateAsync(host, endpoint, FromFive, "/damaged");
        await host.WaitForAsync(all => all.Count(delivery => delivery.Status == DeliveryStatus.Succeeded) == 2, step: TimeSpan.FromSeconds(1));
        Assert.That(Sent("/damaged"), Is.EqualTo(new[] { """{"number":7}""" }));
    }

    private IEnumerable<string> Sent(string path) => Receiver.Requests.Where(request => request.Path == path).Select(request => Encoding.UTF8.GetString(request.Body.Span));

    private async Task<EndpointId> SubscribeAsync(EngineHost host, string path, string? filter, EndpointRateLimit? limit = null) =>
        (await host.Endpoints.CreateAsync(
            new EndpointInput { Url = Receiver.At(path).Url, Events = ["*"], Filter = filter, RateLimit = limit }, WebhookCaller.Application)).Endpoint.Id;

    private async Task UpdateAsync(EngineHost host, EndpointId endpoint, string filter, string path = "/") =>
        await host.Endpoints.UpdateAsync(endpoint, new EndpointInput { Url = Receiver.At(path).Url, Events = ["*"], Filter = filter }, WebhookCaller.Application);

    private static async Task<DeliveryDetails> DetailsAsync(EngineHost host, DeliveryId delivery) =>
        (await host.History.FindDeliveryAsync(new DeliveryQuery { Id = delivery }))!;

    // As a newer version may have written it, or somebody by hand: the store does not judge.
    private static async Task<EndpointId> DamageAsync(EngineHost host, EndpointId endpoint, string damaged)
    {
        var endpoints = host.Services.GetRequiredService<IEndpointStore>();
        var stored = (await endpoints.FindAsync(new EndpointQuery { Id = endpoint }))!;
        var update = new EndpointUpdate
        {
            Record = new EndpointRecord
            {
                Endpoint = new WebhookEndpoint
                {
                    Id = endpoint,
                    Url = stored.Endpoint.Url,
                    Events = stored.Endpoint.Events,
                    Filter = damaged,
                    CreatedAt = stored.Endpoint.CreatedAt,
                    UpdatedAt = stored.Endpoint.UpdatedAt,
                },
                Secrets = stored.Secrets,
            },
            ExpectedRevision = stored.Revision,
            Audit = new AuditEntry { Id = Guid.CreateVersion7(), At = DateTimeOffset.UtcNow, Actor = "test", Action = "test.damaged", Target = endpoint.ToString(), Owner = "" },
        };
        Assert.That(await endpoints.UpdateAsync(update), Is.Not.Null);
        return endpoint;
    }
}
