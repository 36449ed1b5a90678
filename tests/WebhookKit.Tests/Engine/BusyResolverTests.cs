using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Administration;
using WebhookKit.Sending;

namespace WebhookKit.Tests.Engine;

[Parallelizable(ParallelScope.Self)]
internal sealed class BusyResolverTests(EngineStore store) : EngineFixture(store)
{
    [Test]
    public async Task What_waits_for_its_name_uses_up_no_attempt_opens_no_circuit_and_stays_in_order()
    {
        var resolver = new BusyResolver();
        var host = await StartHostAsync(
            services =>
            {
                UseFakeClock(services);
                services.AddSingleton<IHostResolver>(resolver);
            },
            Patient,
            ("Dispatching:Circuit:MinimumAttempts", "2"),
            ("Retry:Schedule:0", "01:00:00"));
        var endpoint = await host.Endpoints.CreateAsync(
            new EndpointInput { Url = UrlOf("hooks.example", "/in"), Events = ["*"], Ordering = new EndpointOrdering { Mode = OrderingMode.Strict } },
            WebhookCaller.Application);
        await host.PublishManyAsync(5);

        await host.WaitForAsync(_ => resolver.Refused >= 4, step: TimeSpan.FromMilliseconds(100));
        var waiting = await host.WaitForAsync(_ => true);
        resolver.HasRoom = true;
        var delivered = await host.WaitForAsync(deliveries => deliveries.All(delivery => delivery.Status == DeliveryStatus.Succeeded), step: TimeSpan.FromMilliseconds(100));

        var found = await host.Endpoints.FindAsync(endpoint.Endpoint.Id, WebhookCaller.Application);
        Assert.Multiple(() =>
        {
            Assert.That(waiting.Select(delivery => (delivery.Status, delivery.AttemptCount)), Is.All.EqualTo((DeliveryStatus.Pending, 0)));
            Assert.That(delivered.Select(delivery => delivery.AttemptCount), Is.All.EqualTo(1));
            Assert.That(found!.Circuit, Is.Null);
            Assert.That(found.FailingSince, Is.Null);
            Assert.That(Receiver.Requests.Select(request => int.Parse(request.Body.Span, null)), Is.Ordered);
        });
    }

    [Test]
    public async Task A_test_event_says_that_its_name_could_not_be_looked_up_now()
    {
        var host = await StartHostAsync(services => services.AddSingleton<IHostResolver>(new BusyResolver()));
        var endpoint = await host.SubscribeAsync(UrlOf("hooks.example", "/in"));

        var attempt = await host.Endpoints.TestAsync(endpoint.Endpoint.Id, WebhookCaller.Application);

        Assert.That(attempt!.Outcome, Is.EqualTo(AttemptOutcome.DnsBusy));
    }

    private string UrlOf(string host, string path) => Receiver.At(path).Url.Replace("127.0.0.1", host, StringComparison.Ordinal);

    private sealed class BusyResolver : IHostResolver
    {
        private int _refused;

        public volatile bool HasRoom;

        public int Refused => Volatile.Read(ref _refused);

        public ValueTask<IReadOnlyList<IPAddress>> ResolveAsync(HostQuery query, CancellationToken cancellationToken = default)
        {
            if (HasRoom)
            {
                return ValueTask.FromResult<IReadOnlyList<IPAddress>>([IPAddress.Loopback]);
            }

            Interlocked.Increment(ref _refused);
            throw new SocketException((int)SocketError.NoBufferSpaceAvailable);
        }
    }
}
