using System.Diagnostics.Metrics;

namespace WebhookKit.Diagnostics;

/// <summary>The instruments of the meter <c>WebhookKit</c>. Names, units and tags are public API: docs/telemetry.md.</summary>
internal sealed class WebhookMetrics : IDisposable
{
    internal const string MeterName = "WebhookKit";

    private readonly Meter _meter;
    private readonly Counter<long> _published;
    private readonly Histogram<double> _attemptDuration;
    private readonly UpDownCounter<long> _inFlight;
    private readonly Counter<long> _deadLetters;
    private readonly Counter<long> _circuits;
    private readonly Counter<long> _filtered;
    private readonly Counter<long> _stale;
    private readonly Counter<long> _loopFailures;
    private readonly Counter<long> _dropped;
    private readonly UpDownCounter<long> _partitions;

    public WebhookMetrics(IMeterFactory meters, IWebhookVitals vitals)
    {
        _meter = meters.Create(MeterName);
        _published = _meter.CreateCounter<long>("webhookkit.events.published", "{event}", "Events stored.");
        _attemptDuration = _meter.CreateHistogram<double>("webhookkit.attempt.duration", "s", "Time from the start of an attempt until its outcome was known.");
        _inFlight = _meter.CreateUpDownCounter<long>("webhookkit.attempts.in_flight", "{attempt}", "Attempts under way.");
        _deadLetters = _meter.CreateCounter<long>("webhookkit.deliveries.dead", "{delivery}", "Deliveries given up.");
        _circuits = _meter.CreateCounter<long>("webhookkit.circuits.opened", "{circuit}", "Circuits of endpoints that have opened.");
        _filtered = _meter.CreateCounter<long>("webhookkit.deliveries.filtered", "{delivery}", "Deliveries not sent because of the filter of their endpoint.");
        _stale = _meter.CreateCounter<long>("webhookkit.outcomes.stale", "{attempt}", "Outcomes that somebody else had recorded first.");
        _loopFailures = _meter.CreateCounter<long>("webhookkit.loop.failures", "{failure}", "Turns of background loops that failed.");
        _dropped = _meter.CreateCounter<long>("webhookkit.notifications.dropped", "{notification}", "Notifications that nobody was told, because too many waited.");
        _partitions = _meter.CreateUpDownCounter<long>("webhookkit.partitions.owned", "{partition}", "Partitions that this instance owns.");
        Watch("webhookkit.deliveries.oldest_due_age", "How long the oldest delivery has been due that this instance may send.", () => vitals.Read().OldestDueAge);
        Watch("webhookkit.progress.stalled", "How long deliveries have been due without an attempt ending.", () => vitals.Read().WithoutProgressFor);
        Watch("webhookkit.leases.overdue", "How long the leases have not been renewed, beyond what is usual.", () => vitals.Read().LeasesNotRenewedFor);
        Watch("webhookkit.recording.stalled", "How long outcomes could not be recorded.", () => vitals.Read().NotRecordingFor);
        Watch("webhookkit.clock.skew", "How far the clock of this instance is ahead of the database's.", () => vitals.Read().ClockSkew);
    }

    public void Published(int events) => _published.Add(events);

    public void AttemptStarted() => _inFlight.Add(1);

    public void AttemptEnded() => _inFlight.Add(-1);

    public void AttemptDone(AttemptOutcome outcome, TimeSpan duration)
    {
        if (_attemptDuration.Enabled)
        {
            _attemptDuration.Record(duration.TotalSeconds, new KeyValuePair<string, object?>(WebhookTags.Outcome, WebhookTags.ValueOf(outcome)));
        }
    }

    public void DeadLettered() => _deadLetters.Add(1);

    public void CircuitOpened() => _circuits.Add(1);

    public void Filtered() => _filtered.Add(1);

    public void StaleOutcome() => _stale.Add(1);

    public void LoopFailed() => _loopFailures.Add(1);

    public void NotificationDropped() => _dropped.Add(1);

    public void PartitionsChanged(int difference) => _partitions.Add(difference);

    public void Dispose() => _meter.Dispose();

    // Zero where all is well: a series that comes and goes is hard to raise an alarm on.
    private void Watch(string name, string description, Func<TimeSpan?> read) =>
        _meter.CreateObservableGauge(name, () => read()?.TotalSeconds ?? 0, "s", description);
}
