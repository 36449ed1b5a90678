using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Administration;
using WebhookKit.Storage;
using WebhookKit.Testing;
using WebhookKit.Tests.Engine;

namespace WebhookKit.Tests.Publishing;

internal sealed class PayloadStoreTests
{
    [Test]
    public async Task A_large_payload_is_kept_elsewhere_and_arrives_byte_for_byte()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        var payloads = new DictionaryPayloadStore();
        await using var host = await EngineHost.StartAsync(builder => builder.UseInMemoryStore(), configure: services => services.AddSingleton<IPayloadStore>(payloads));
        await host.SubscribeAsync(receiver.At("/").Url);
        var large = new byte[100_000];
        new Random(1).NextBytes(large);

        await host.Publisher.PublishAsync(new OutgoingEvent { Type = "large", Payload = large, ContentType = "application/octet-stream" });
        await host.Publisher.PublishAsync(new OutgoingEvent { Type = "small", Payload = "{}"u8.ToArray() });

        var requests = await receiver.WaitForAsync(2, EngineHost.Patience);
        Assert.Multiple(() =>
        {
            Assert.That(payloads.Count, Is.EqualTo(1));
            Assert.That(requests.Single(request => request.Headers["webhook-event-type"] == "large").Body.ToArray(), Is.EqualTo(large));
        });
    }

    [Test]
    public async Task A_payload_that_cannot_be_read_costs_an_attempt_and_sends_nothing()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        var payloads = new DictionaryPayloadStore { IsDown = true };
        await using var host = await EngineHost.StartAsync(builder => builder.UseInMemoryStore(), configure: services => services.AddSingleton<IPayloadStore>(payloads));
        await host.SubscribeAsync(receiver.At("/").Url);

        await host.Publisher.PublishAsync(new OutgoingEvent { Type = "large", Payload = new byte[100_000] });

        var failed = await host.WaitForAsync(all => all.Any(delivery => delivery.Status == DeliveryStatus.Failed));
        var details = await host.History.FindDeliveryAsync(new DeliveryQuery { Id = failed[0].Id });
        Assert.Multiple(() =>
        {
            Assert.That(details!.Attempts[0].Outcome, Is.EqualTo(AttemptOutcome.PayloadUnavailable));
            Assert.That(receiver.Requests, Is.Empty);
        });
    }

    [Test]
    public async Task A_filter_sees_a_payload_that_is_kept_elsewhere()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await EngineHost.StartAsync(
            builder => builder.UseInMemoryStore(), configure: services => services.AddSingleton<IPayloadStore>(new DictionaryPayloadStore()));
        await host.Endpoints.CreateAsync(
            new EndpointInput { Url = receiver.At("/").Url, Events = ["*"], Filter = """{"wanted":true}""" }, WebhookCaller.Application);
        var padding = new string('x', 100_000);

        await host.Publisher.PublishAsync("large", new { padding, wanted = false });
        await host.Publisher.PublishAsync("large", new { padding, wanted = true });

        var all = await host.WaitForAsync(all => all.Count == 2 && all.All(delivery => delivery.EndedAt is not null));
        Assert.That(all.Select(delivery => delivery.Status), Is.EquivalentTo(new[] { DeliveryStatus.Filtered, DeliveryStatus.Succeeded }));
        Assert.That(receiver.Requests.Single().Text, Does.EndWith("\"wanted\":true}"));
    }

    private sealed class DictionaryPayloadStore : IPayloadStore
    {
        private readonly ConcurrentDictionary<string, byte[]> _payloads = new();

        public int Count => _payloads.Count;

        public bool IsDown { get; init; }

        public ValueTask<string> WriteAsync(EventId eventId, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken = default)
        {
            _payloads[eventId.ToString()] = payload.ToArray();
            return ValueTask.FromResult(eventId.ToString());
        }

        public ValueTask<ReadOnlyMemory<byte>> ReadAsync(string reference, CancellationToken cancellationToken = default) =>
            IsDown ? throw new IOException("The bucket is unreachable.") : ValueTask.FromResult<ReadOnlyMemory<byte>>(_payloads[reference]);
    }
}
