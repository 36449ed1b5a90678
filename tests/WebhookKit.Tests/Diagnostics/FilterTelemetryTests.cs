using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Administration;
using WebhookKit.Observing;
using WebhookKit.Testing;
using WebhookKit.Tests.Engine;

namespace WebhookKit.Tests.Diagnostics;

/// <summary>What is filtered is no attempt to whoever counts attempts.</summary>
internal sealed class FilterTelemetryTests
{
    [Test]
    public async Task Filtered_deliveries_are_counted_for_themselves_and_told_to_observers_as_such()
    {
        var observer = new CountingObserver();
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await EngineHost.StartAsync(
            builder => builder.UseInMemoryStore(), configure: services => services.AddSingleton<IDeliveryObserver>(observer));
        using var measured = new Measurements(host.Services.GetRequiredService<IMeterFactory>());
        await host.Endpoints.CreateAsync(
            new EndpointInput { Url = receiver.At("/").Url, Events = ["*"], Filter = """{"number":{"$lt":3}}""" }, WebhookCaller.Application);

        for (var i = 0; i < 10; i++)
        {
            await host.PublishAsync(number: i);
        }

        await host.WaitForAsync(all => all.Count == 10 && all.All(delivery => delivery.EndedAt is not null));
        await EngineHost.WaitAsync(() => observer.Filters + observer.Attempts == 10);
        Assert.That((observer.Filters, observer.Attempts, observer.Dead), Is.EqualTo((7, 3, 0)));
        Assert.That((measured.Of("webhookkit.deliveries.filtered"), measured.Of("webhookkit.attempt.duration"), measured.Of("webhookkit.deliveries.dead")), Is.EqualTo((7, 3, 0)));
    }

    /// <summary>Counts what the instruments of one host measure.</summary>
    private sealed class Measurements : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly Dictionary<string, int> _counts = [];

        public Measurements(IMeterFactory meters)
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (ReferenceEquals(instrument.Meter.Scope, meters))
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((instrument, _, _, _) => Note(instrument));
            _listener.SetMeasurementEventCallback<double>((instrument, _, _, _) => Note(instrument));
            _listener.Start();
        }

        public int Of(string name)
        {
            lock (_counts)
            {
                return _counts.GetValueOrDefault(name);
            }
        }

        public void Dispose() => _listener.Dispose();

        private void Note(Instrument instrument)
        {
            lock (_counts)
            {
                _counts[instrument.Name] = _counts.GetValueOrDefault(instrument.Name) + 1;
            }
        }
    }

    private sealed class CountingObserver : IDeliveryObserver
    {
        private int _filters;
        private int _attempts;
        private int _dead;

        public int Filters => Volatile.Read(ref _filters);

        public int Attempts => Volatile.Read(ref _attempts);

        public int Dead => Volatile.Read(ref _dead);

        public void AttemptRecorded(AttemptObservation observation) => Interlocked.Increment(ref _attempts);

        public void Filtered(AttemptObservation observation) => Interlocked.Increment(ref _filters);

        public void DeadLettered(AttemptObservation observation) => Interlocked.Increment(ref _dead);
    }
}
