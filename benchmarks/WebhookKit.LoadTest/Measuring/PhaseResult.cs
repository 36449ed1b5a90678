namespace WebhookKit.LoadTest.Measuring;

/// <summary>What one phase of steady load led to.</summary>
internal sealed record PhaseResult(double DeliveriesPerSecond, Latencies Publish, Reconciliation Outcome);
