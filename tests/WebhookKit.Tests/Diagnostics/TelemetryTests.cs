using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Diagnostics;
using WebhookKit.Testing;
using WebhookKit.Tests.Engine;

namespace WebhookKit.Tests.Diagnostics;

/// <summary>Names, units and tags are public API: docs/telemetry.md lists them.</summary>
internal sealed class TelemetryTests
{
    private static readonly string[] Instruments =
    [
        "webhookkit.attempt.duration s Histogram",
        "webhookkit.attempts.in_flight {attempt} UpDownCounter",
        "webhookkit.clock.skew s ObservableGauge",
        "webhookkit.deliveries.dead {delivery} Counter",
        "webhookkit.circuits.opened {circuit} Counter",
        "webhookkit.deliveries.filtered {delivery} Counter",
        "webhookkit.deliveries.oldest_due_age s ObservableGauge",
        "webhookkit.events.published {event} Counter",
        "webhookkit.leases.overdue s ObservableGauge",
        "webhookkit.loop.failures {failure} Counter",
        "webhookkit.notifications.dropped {notification} Counter",
        "webhookkit.outcomes.stale {attempt} Counter",
        "webhookkit.partitions.owned {partition} UpDownCounter",
        "webhookkit.progress.stalled s ObservableGauge",
        "webhookkit.recording.stalled s ObservableGauge",
    ];

    [Test]
    public async Task The_meter_has_the_documented_instruments_and_no_others()
    {
        var seen = new HashSet<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Name == "WebhookKit")
            {
                lock (seen)
                {
                    seen.Add($"{instrument.Name} {instrument.Unit} {instrument.GetType().Name.Split('`')[0]}");
                }
            }
        };
        listener.Start();

        await using var host = await EngineHost.StartAsync(builder => builder.UseInMemoryStore());

        Assert.That(seen, Is.EquivalentTo(Instruments));
    }

    [Test]
    public void Every_instrument_is_in_the_documentation()
    {
        var folder = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "WebhookKit.sln")))
        {
            folder = folder.Parent;
        }

        var text = File.ReadAllText(Path.Combine(folder.FullName, "docs", "telemetry.md"));

        Assert.Multiple(() =>
        {
            foreach (var instrument in Instruments)
            {
                Assert.That(text, Does.Contain($"`{instrument.Split(' ')[0]}`"));
            }

            foreach (var outcome in Enum.GetValues<AttemptOutcome>())
            {
                Assert.That(text, Does.Contain($"`{WebhookTags.ValueOf(outcome)}`"));
            }
        });
    }

    [Test]
    public async Task An_attempt_is_a_span_of_its_own_linked_to_the_publishing_call_and_receivers_hear_nothing_of_it()
    {
        var spans = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "WebhookKit" or "Tests",
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                lock (spans)
                {
                    spans.Add(activity);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        using var source = new ActivitySource("Tests");
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await EngineHost.StartAsync(builder => builder.UseInMemoryStore());
        await host.SubscribeAsync(receiver.At("/").Url);

        string publisher;
        using (var activity = source.StartActivity("place order"))
        {
            publisher = activity!.Id!;
            await host.PublishAsync();
        }

        await host.WaitForAsync(all => all.Count == 1 && all[0].Status == DeliveryStatus.Succeeded);
        var attempt = spans.Single(span => span.OperationName == "webhookkit.attempt");
        Assert.Multiple(() =>
        {
            Assert.That(attempt.ParentId, Is.Null);
            Assert.That(attempt.Links.Single().Context.SpanId.ToString(), Is.EqualTo(publisher.Split('-')[2]));
            Assert.That(attempt.GetTagItem("webhookkit.attempt.outcome"), Is.EqualTo("succeeded"));
            Assert.That(receiver.Requests[0].Headers.Keys, Has.None.EqualTo("traceparent"));
        });
    }
}
