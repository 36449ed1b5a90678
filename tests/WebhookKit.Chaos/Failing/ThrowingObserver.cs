using WebhookKit.Observing;

namespace WebhookKit.Chaos.Failing;

/// <summary>Fails whatever it is told.</summary>
internal sealed class ThrowingObserver : IDeliveryObserver
{
    public void AttemptRecorded(AttemptObservation observation) => throw new InvalidOperationException("Thrown by an observer of the harness.");

    public void DeadLettered(AttemptObservation observation) => throw new InvalidOperationException("Thrown by an observer of the harness.");
}
