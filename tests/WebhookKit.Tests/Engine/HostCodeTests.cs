using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Observing;
using WebhookKit.Retrying;
using WebhookKit.Storage;

namespace WebhookKit.Tests.Engine;

/// <summary>Components of the host's own that misbehave.</summary>
internal sealed class HostCodeTests(EngineStore store) : EngineFixture(store)
{
    [Test]
    public async Task Secrets_that_cannot_be_decrypted_for_one_endpoint_do_not_starve_another()
    {
        var protector = new FailingProtector();
        var host = await StartHostAsync(services => services.AddSingleton<ISecretProtector>(protector), ("Dispatching:ReadAheadDeliveries", "16"));
        protector.FailsFor = (await host.SubscribeAsync(Receiver.At("/locked").Url, "locked")).Endpoint.Id;
        await host.SubscribeAsync(Receiver.At("/good").Url, "good");

        await host.PublishManyAsync(20, "locked");
        await host.PublishManyAsync(20, "good");

        await host.WaitForAsync(all => all.Count(delivery => delivery.Status == DeliveryStatus.Succeeded) == 20 && all.Count(delivery => delivery is { Status: DeliveryStatus.Pending, AttemptCount: 0 }) == 20);
        Assert.That(Receiver.Requests.Select(request => request.Path), Is.All.EqualTo("/good"));
    }

    [Test]
    public async Task A_retry_policy_that_answers_for_ever_does_not_use_up_the_places_under_way()
    {
        var host = await StartHostAsync(services => services.AddSingleton<IRetryPolicy, EndlessPolicy>());
        await host.SubscribeAsync(Receiver.At("/").AnswerAlways(500).Url);

        await host.PublishManyAsync(10);

        var failed = await host.WaitForAsync(all => all.Count == 10 && all.All(delivery => delivery.AttemptCount == 1));
        Assert.That(failed.Select(delivery => delivery.Status), Is.All.EqualTo(DeliveryStatus.Failed));
    }

    [Test]
    public async Task An_attempt_is_observed_once_even_if_the_endpoint_cannot_be_disabled()
    {
        var observer = new CountingObserver();
        var host = await StartHostAsync(services =>
        {
            services.AddSingleton<IDeliveryObserver>(observer);
            services.AddSingleton<IEndpointStore>(provider => new RefusingStore(provider.GetRequiredService<IWebhookStore>().Endpoints));
        });
        var gone = (await host.SubscribeAsync(Receiver.At("/gone").AnswerAlways(410).Url, "gone")).Endpoint.Id;
        await host.SubscribeAsync(Receiver.At("/good").Url, "good");

        await host.PublishAsync("gone");
        await host.WaitForAsync(all => all.Single().Status == DeliveryStatus.Failed);
        for (var i = 0; i < 3; i++)
        {
            var receipt = await host.PublishAsync("good");
            await host.WaitForAsync(all => all.Single().Status == DeliveryStatus.Succeeded, receipt.EventId);
        }

        Assert.That(observer.Attempts(gone), Is.EqualTo(1));
    }

    [Test]
    public async Task A_payload_store_that_hangs_costs_an_attempt_after_the_time_that_one_may_take()
    {
        var host = await StartHostAsync(
            services => services.AddSingleton<IPayloadStore>(new HangingPayloadStore()),
            ("Publishing:OffloadPayloadsAboveBytes", "0"),
            ("Sending:Timeout", "00:00:00.3"),
            ("Sending:ConnectTimeout", "00:00:00.3"));
        await host.SubscribeAsync(Receiver.At("/").Url);

        await host.PublishAsync();

        var failed = (await host.WaitForAsync(all => all.Any(delivery => delivery.Status == DeliveryStatus.Failed)))[0];
        var details = await host.History.FindDeliveryAsync(new DeliveryQuery { Id = failed.Id });
        Assert.Multiple(() =>
        {
            Assert.That(details!.Attempts[0].Outcome, Is.EqualTo(AttemptOutcome.PayloadUnavailable));
            Assert.That(details.Attempts[0].Duration, Is.GreaterThanOrEqualTo(TimeSpan.FromSeconds(0.25)));
        });
    }

    [Test]
    public async Task A_store_that_throws_at_the_end_keeps_nothing_from_stopping()
    {
        var host = await StartHostAsync(services =>
            services.AddSingleton<IEndpointStore>(provider => new RefusingStore(provider.GetRequiredService<IWebhookStore>().Endpoints)));
        var endpoint = (await host.SubscribeAsync(Receiver.At("/").Url)).Endpoint.Id;
        var store = host.Services.GetRequiredService<IWebhookStore>();
        await store.Endpoints.NoteFailuresAsync([new EndpointFailure(endpoint, DateTimeOffset.UtcNow - TimeSpan.FromHours(1))]);
        await host.PublishAsync();
        await Receiver.WaitForAsync(1, EngineHost.Patience);

        // That it works again is written before the end.
        Assert.That(host.StopAsync, Throws.Nothing);

        await host.WaitForAsync(all => all.Single().Status == DeliveryStatus.Succeeded);
        var heir = await store.Leases.RenewAsync(new LeaseRenewal { InstanceId = "heir", Duration = TimeSpan.FromMinutes(1) });
        Assert.That(heir.Leases, Has.Count.EqualTo(EndpointId.PartitionCount), "The leases were given back.");
    }

    private sealed class FailingProtector : ISecretProtector
    {
        public EndpointId? FailsFor { get; set; }

        public ValueTask<byte[]> ProtectAsync(ReadOnlyMemory<byte> secret, SecretContext context, CancellationToken cancellationToken) => new(secret.ToArray());

        public ValueTask<byte[]> UnprotectAsync(ReadOnlyMemory<byte> data, SecretContext context, CancellationToken cancellationToken) =>
            context.Endpoint == FailsFor ? throw new InvalidOperationException("The key service is away.") : new(data.ToArray());
    }

    private sealed class EndlessPolicy : IRetryPolicy
    {
        public RetryDecision Decide(RetryContext context) => RetryDecision.After(TimeSpan.MaxValue);
    }

    private sealed class CountingObserver : IDeliveryObserver
    {
        private readonly List<EndpointId> _attempts = [];

        public void AttemptRecorded(AttemptObservation observation)
        {
            lock (_attempts)
            {
                _attempts.Add(observation.Delivery.Endpoint);
            }
        }

        public int Attempts(EndpointId endpoint)
        {
            lock (_attempts)
            {
                return _attempts.Count(attempt => attempt == endpoint);
            }
        }
    }

    private sealed class RefusingStore(IEndpointStore store) : IEndpointStore
    {
        public ValueTask<EndpointRecord> CreateAsync(EndpointCreation creation, CancellationToken cancellationToken = default) => store.CreateAsync(creation, cancellationToken);

        public ValueTask<EndpointRecord?> UpdateAsync(EndpointUpdate update, CancellationToken cancellationToken = default) => store.UpdateAsync(update, cancellationToken);

        public ValueTask<EndpointRecord?> SetStatusAsync(EndpointStatusChange change, CancellationToken cancellationToken = default) => throw new TimeoutException("Out of the blue.");

        public ValueTask NoteFailuresAsync(IReadOnlyCollection<EndpointFailure> failures, CancellationToken cancellationToken = default) => throw new TimeoutException("Out of the blue.");

        public ValueTask NoteCircuitsAsync(IReadOnlyCollection<CircuitNote> notes, CancellationToken cancellationToken = default) => throw new TimeoutException("Out of the blue.");

        public ValueTask<EndpointRecord?> SetCircuitAsync(EndpointCircuitChange change, CancellationToken cancellationToken = default) => store.SetCircuitAsync(change, cancellationToken);

        public ValueTask<bool> DeleteAsync(EndpointDeletion deletion, CancellationToken cancellationToken = default) => store.DeleteAsync(deletion, cancellationToken);

        public ValueTask<EndpointRecord?> FindAsync(EndpointQuery query, CancellationToken cancellationToken = default) => store.FindAsync(query, cancellationToken);

        public ValueTask<EndpointPage> ListAsync(EndpointListQuery query, CancellationToken cancellationToken = default) => store.ListAsync(query, cancellationToken);
    }
}
