using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Observing;
using WebhookKit.Storage;

namespace WebhookKit.Tests.Engine;

/// <summary>Endpoints that fail so often that their deliveries wait, and come back.</summary>
internal sealed class CircuitTests(EngineStore store) : EngineFixture(store)
{
    private const int Published = 30;

    private static readonly TimeSpan Step = TimeSpan.FromSeconds(3);

    /// <summary>How much later than it happens the test may see that the circuit has opened.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(10);

    /// <summary>How far the clock may go on while a try is on its way.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(1);

    [Test]
    public async Task A_dead_endpoint_is_tried_once_in_each_time_that_its_circuit_is_open()
    {
        var host = await StartHostAsync(UseFakeClock, Patient);
        var endpoint = await KillAsync(host);
        await host.SubscribeAsync(Receiver.At("/other").Url, "other");

        var before = Tries;
        var gaps = new List<TimeSpan>();
        for (var last = host.Clock.GetUtcNow(); gaps.Count < 5; last = host.Clock.GetUtcNow())
        {
            await StepUntilAsync(host, () => Tries > before + gaps.Count);
            gaps.Add(host.Clock.GetUtcNow() - last);
            await host.PublishAsync("other");
            await Receiver.WaitUntilAsync(all => all.Count(request => request.Path == "/other") == gaps.Count, EngineHost.Patience);
            Assert.That(Tries, Is.EqualTo(before + gaps.Count));
        }

        Assert.That(before, Is.EqualTo(10), "So many it takes to open.");
        foreach (var (gap, seconds) in gaps.Zip([30, 60, 120, 240, 480]))
        {
            Assert.That(gap, Is.InRange(TimeSpan.FromSeconds(seconds) - Slack, TimeSpan.FromSeconds(seconds) + Late));
        }

        var attempts = (await host.WaitForAsync(_ => true)).Where(delivery => delivery.Id.Endpoint == endpoint).Sum(delivery => delivery.AttemptCount);
        Assert.That(attempts, Is.EqualTo(Tries), "Waiting costs no attempt.");
    }

    [Test]
    public async Task Once_a_try_succeeds_everything_goes_on_and_both_are_told()
    {
        var observer = new CircuitObserver();
        var host = await StartHostAsync(services =>
        {
            UseFakeClock(services);
            services.AddSingleton<IDeliveryObserver>(observer);
        }, Patient);
        var endpoint = await KillAsync(host);
        await StepUntilAsync(host, () => Tries == 11);

        Receiver.At("/dead").AnswerAlways(200);

        await host.WaitForAsync(all => all.Count == Published && all.All(delivery => delivery.Status == DeliveryStatus.Succeeded), step: Step);
        Assert.That((await host.WaitForEndpointAsync(endpoint, found => found.Circuit is null)).Circuit, Is.Null);
        await EngineHost.WaitAsync(() => observer.Seen.Count == 2);
        Assert.That(observer.Seen, Is.EqualTo(new[] { (endpoint, true), (endpoint, false) }));
    }

    [Test]
    public async Task It_is_open_for_an_heir_too()
    {
        var host = await StartHostAsync(UseFakeClock, Patient);
        await KillAsync(host);
        await host.StopAsync();

        var clock = host.Clock;
        var heir = await StartHostAsync(services =>
        {
            UseFakeClock(services);
            services.AddSingleton<TimeProvider>(clock);
            Share(services, host.Services.GetRequiredService<IWebhookStore>());
        }, Patient);
        await heir.SubscribeAsync(Receiver.At("/other").Url, "other");
        await heir.PublishAsync("other");
        await Receiver.WaitUntilAsync(all => all.Any(request => request.Path == "/other"), EngineHost.Patience);
        await heir.PublishAsync("dead", number: 99);
        await heir.WaitForAsync(all => all.Any(delivery => delivery.Status == DeliveryStatus.Succeeded));
        Assert.That(Tries, Is.EqualTo(10));

        await StepUntilAsync(heir, () => Tries > 10);
        Assert.That(Tries, Is.EqualTo(11));
    }

    [Test]
    public async Task Closed_by_hand_it_is_tried_at_once()
    {
        var host = await StartHostAsync(UseFakeClock, Patient);
        var endpoint = await KillAsync(host);
        Receiver.At("/dead").AnswerAlways(200);

        await host.Endpoints.CloseCircuitAsync(endpoint, WebhookCaller.Application);

        var closedAt = host.Clock.GetUtcNow();
        await host.StepUntilAsync(() => Tries > 10, TimeSpan.FromMilliseconds(50));
        Assert.That(host.Clock.GetUtcNow() - closedAt, Is.LessThan(TimeSpan.FromSeconds(20)), "It would have been tried after 30 s.");
        await host.WaitForAsync(all => all.Count == Published && all.All(delivery => delivery.Status == DeliveryStatus.Succeeded), step: Step);
    }

    [Test]
    public async Task Opened_by_hand_it_waits_for_its_time_and_closes_by_itself()
    {
        var host = await StartHostAsync(UseFakeClock, Patient, LongLeases);
        var endpoint = (await host.SubscribeAsync(Receiver.At("/dead").Url, "dead")).Endpoint.Id;
        await host.SubscribeAsync(Receiver.At("/other").Url, "other");
        await host.PublishAsync("dead");
        await host.WaitForAsync(all => all.Any(delivery => delivery.Status == DeliveryStatus.Succeeded));

        await host.Endpoints.OpenCircuitAsync(endpoint, TimeSpan.FromMinutes(20), "moving house", WebhookCaller.Application);
        host.Clock.Advance(TimeSpan.FromSeconds(2)); // what an instance knows of an endpoint is that old at the most
        var openedAt = host.Clock.GetUtcNow();
        await host.PublishManyAsync(5, "dead");
        await host.PublishAsync("other");
        await Receiver.WaitUntilAsync(all => all.Any(request => request.Path == "/other"), EngineHost.Patience);
        var meanwhile = Tries;
        await EngineHost.WaitAsync(() =>
        {
            var isNearTheEnd = host.Clock.GetUtcNow() - openedAt > TimeSpan.FromMinutes(18);
            host.Clock.Advance(TimeSpan.FromSeconds(isNearTheEnd ? 2 : 10));
            return Tries > 1;
        });
        var waited = host.Clock.GetUtcNow() - openedAt;

        await host.WaitForAsync(all => all.Count == 7 && all.All(delivery => delivery.Status == DeliveryStatus.Succeeded), step: TimeSpan.FromMilliseconds(100));
        Assert.That(meanwhile, Is.EqualTo(1));
        Assert.That(waited, Is.GreaterThan(TimeSpan.FromMinutes(19)));
        await host.WaitForEndpointAsync(endpoint, found => found.Circuit is null);
    }

    [Test]
    public async Task One_that_is_tried_in_vain_for_too_long_is_disabled_though_nothing_is_given_up()
    {
        var host = await StartHostAsync(UseFakeClock, Patient, LongLeases, ("Dispatching:DisableFailingAfter", "01:00:00"), ("Retry:Schedule:0", "3.00:00:00"));
        var endpoint = await KillAsync(host);

        await host.StepUntilAsync(() => host.Endpoints.FindAsync(endpoint, WebhookCaller.Application).Result!.Status == EndpointStatus.Disabled, TimeSpan.FromSeconds(20));

        Assert.That(Tries, Is.LessThan(Published), "Each delivery has had one attempt at the most.");
    }

    private int Tries => Receiver.Requests.Count(request => request.Path == "/dead");

    /// <summary>Publishes to an endpoint that fails until its circuit is open and stored.</summary>
    private async Task<EndpointId> KillAsync(EngineHost host)
    {
        var endpoint = (await host.SubscribeAsync(Receiver.At("/dead").AnswerAlways(500).Url, "dead")).Endpoint.Id;
        await host.PublishManyAsync(Published, "dead");
        await host.WaitForEndpointAsync(endpoint, found => found.Circuit is not null);
        return endpoint;
    }

    private static Task StepUntilAsync(EngineHost host, Func<bool> condition) => host.StepUntilAsync(condition, Step);

    private sealed class CircuitObserver : IDeliveryObserver
    {
        private readonly List<(EndpointId, bool)> _seen = [];

        public IReadOnlyList<(EndpointId Endpoint, bool IsOpen)> Seen
        {
            get
            {
                lock (_seen)
                {
                    return [.. _seen];
                }
            }
        }

        public void CircuitOpened(EndpointId endpoint, EndpointCircuit circuit) => Add(endpoint, isOpen: true);

        public void CircuitClosed(EndpointId endpoint) => Add(endpoint, isOpen: false);

        private void Add(EndpointId endpoint, bool isOpen)
        {
            lock (_seen)
            {
                _seen.Add((endpoint, isOpen));
            }
        }
    }
}
