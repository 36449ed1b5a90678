using Microsoft.Extensions.Logging;
using WebhookKit.Observing;

namespace WebhookKit.Dispatching;

/// <summary>Tells every registered observer. One that throws is logged and changes nothing.</summary>
internal sealed partial class Observers(IEnumerable<IDeliveryObserver> observers, ILogger<Observers> logger)
{
    private readonly IDeliveryObserver[] _observers = [.. observers];

    public void Recorded(PendingOutcome pending)
    {
        if (_observers.Length == 0)
        {
            return;
        }

        var observation = new AttemptObservation
        {
            Delivery = pending.Delivery.Id,
            EventId = pending.Delivery.Event.Id,
            EventType = pending.Delivery.Event.Type,
            Owner = pending.Delivery.Event.Owner,
            Attempt = pending.Outcome.Attempt,
        };
        if (pending.IsFiltered)
        {
            Tell(observer => observer.Filtered(observation));
            return;
        }

        Tell(observer => observer.AttemptRecorded(observation));
        if (pending.Outcome.DeadReason is not null)
        {
            Tell(observer => observer.DeadLettered(observation));
        }
    }

    public void Disabled(EndpointId endpoint) => Tell(observer => observer.EndpointDisabled(endpoint));

    public void CircuitOpened(EndpointId endpoint, EndpointCircuit circuit) => Tell(observer => observer.CircuitOpened(endpoint, circuit));

    public void CircuitClosed(EndpointId endpoint) => Tell(observer => observer.CircuitClosed(endpoint));

    private void Tell(Action<IDeliveryObserver> what)
    {
        foreach (var observer in _observers)
        {
            try
            {
                what(observer);
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                Log.ObserverFailed(logger, observer.GetType().Name, exception);
            }
        }
    }
}
