using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Administration;
using WebhookKit.Storage;

namespace WebhookKit.Tests.Engine;

/// <summary>Endpoints that get so many requests a second and no more.</summary>
internal sealed class RateLimitTests(EngineStore store) : EngineFixture(store)
{
    private static readonly TimeSpan Token = TimeSpan.FromMilliseconds(20);
    private static readonly EndpointRateLimit Fifty = new() { PerSecond = 50 };

    [Test]
    public async Task A_backlog_is_sent_at_the_rate_to_the_request_and_others_are_not_held_up()
    {
        var host = await StartHostAsync(UseFakeClock);
        await SubscribeAsync(host, Receiver.At("/limited").Url, Fifty);
        await host.SubscribeAsync(Receiver.At("/other").Url);

        await host.PublishManyAsync(200);
        await Receiver.WaitUntilAsync(all => all.Count(request => request.Path == "/other") == 200, EngineHost.Patience);

        // The clock stands still but for these steps: each lets one more request start.
        for (var sent = 1; sent <= 100; sent++)
        {
            var expected = sent;
            await Receiver.WaitUntilAsync(all => Limited(all.Select(request => request.Path)) >= expected, EngineHost.Patience);
            Assert.That(Limited(Receiver.Requests.Select(request => request.Path)), Is.EqualTo(expected));
            host.Clock.Advance(Token);
        }
    }

    [Test]
    public async Task A_limit_that_is_taken_away_holds_nothing_back_any_more()
    {
        var host = await StartHostAsync(UseFakeClock);
        var url = Receiver.At("/limited").Url;
        var endpoint = (await SubscribeAsync(host, url, new EndpointRateLimit { PerSecond = 0.001 })).Endpoint.Id;
        await host.PublishManyAsync(30);
        await Receiver.WaitForAsync(1, EngineHost.Patience);

        await host.Endpoints.UpdateAsync(endpoint, new EndpointInput { Url = url, Events = ["*"] }, WebhookCaller.Application);

        var sent = await host.WaitForAsync(all => all.Count == 30 && all.All(delivery => delivery.Status == DeliveryStatus.Succeeded), step: TimeSpan.FromMilliseconds(100));
        Assert.That(sent.Select(delivery => delivery.AttemptCount), Is.All.EqualTo(1));
    }

    [Test]
    public async Task An_idle_endpoint_does_not_get_more_because_it_was_forgotten()
    {
        var host = await StartHostAsync(UseFakeClock);
        await SubscribeAsync(host, Receiver.At("/limited").Url, new EndpointRateLimit { PerSecond = 0.01, Burst = 1 });
        for (var i = 0; i < 5; i++)
        {
            await host.PublishAsync(number: i);
            await Receiver.WaitForAsync(1, EngineHost.Patience);
            await host.WaitForAsync(all => all.Count == i + 1 && all.Count(delivery => delivery.Status == DeliveryStatus.Succeeded) == 1);
            host.Clock.Advance(TimeSpan.FromSeconds(10));
        }

        await host.WaitForAsync(all => all.Count(delivery => delivery.Status == DeliveryStatus.Succeeded) == 2, step: TimeSpan.FromSeconds(1));
        Assert.That(Receiver.Requests, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_token_is_not_used_up_where_the_lease_was_not_sure_for_a_while()
    {
        var host = await StartHostAsync(
            services =>
            {
                UseFakeClock(services);
                services.AddSingleton(provider => new FaultyLeaseStore(new LeasesByClock(
                    provider.GetRequiredService<IWebhookStore>().Leases, provider.GetRequiredService<TimeProvider>())));
                services.AddSingleton<ILeaseStore>(provider => provider.GetRequiredService<FaultyLeaseStore>());
            },
            ("Leasing:Duration", "00:00:30"),
            ("Leasing:RenewEvery", "00:00:10"));

        // Some of their tokens come just after the lease cannot be relied on any more, 20 to 30 s after a renewal failed.
        var waits = Enumerable.Range(0, 18).Select(i => 19 + (0.7 * i)).ToArray();
        foreach (var seconds in waits)
        {
            await SubscribeAsync(host, Receiver.At("/limited").Url, new EndpointRateLimit { PerSecond = 1 / seconds });
        }

        await host.PublishManyAsync(2);
        await Receiver.WaitForAsync(waits.Length, EngineHost.Patience);
        host.Services.GetRequiredService<FaultyLeaseStore>().FailRenewing = true;
        for (var begunAt = host.Clock.GetUtcNow(); host.Clock.GetUtcNow() - begunAt < TimeSpan.FromSeconds(32); await Task.Delay(10))
        {
            host.Clock.Advance(TimeSpan.FromSeconds(0.1));
        }

        host.Services.GetRequiredService<FaultyLeaseStore>().FailRenewing = false;
        var worksAgainAt = host.Clock.GetUtcNow();
        await host.WaitForAsync(all => all.All(delivery => delivery.Status == DeliveryStatus.Succeeded), step: TimeSpan.FromMilliseconds(40));
        Assert.That(host.Clock.GetUtcNow() - worksAgainAt, Is.LessThan(TimeSpan.FromSeconds(8)));
    }

    private static int Limited(IEnumerable<string> paths) => paths.Count(path => path == "/limited");

    private static Task<EndpointWithSecret> SubscribeAsync(EngineHost host, string url, EndpointRateLimit limit) =>
        host.Endpoints.CreateAsync(new EndpointInput { Url = url, Events = ["*"], RateLimit = limit }, WebhookCaller.Application);
}
