using Microsoft.Extensions.Logging;
using WebhookKit.Observing;
using WebhookKit.Storage;

namespace WebhookKit.Dispatching;

/// <summary>Tells every registered observer, and raises the alerts. An observer that throws is logged and changes nothing.</summary>
internal sealed partial class Observers(IEnumerable<IDeliveryObserver> observers, IAlerts alerts, ILogger<Observers> logger)
{
    private readonly IDeliveryObserver[] _observers = [.. observers];

    /// <summary>Where alerts go; null where nobody listens.</summary>
    public IAlerts? Heard => alerts.AreHeard ? alerts : null;

    public void Recorded(PendingOutcome pending)
    {
        var raises = pending.Outcome.DeadReason is not null && alerts.AreHeard;
        if (_observers.Length == 0 && !raises)
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
            Heard?.Raise(Alert.Dead(observation, pending.Outcome.DeadReason.Value, pending.Outcome.At));
        }
    }

    public void Failing(EndpointId endpoint, DateTimeOffset since)
    {
        Tell(observer => observer.EndpointFailing(endpoint, since));
        Heard?.Raise(Alert.Failing(endpoint, since));
    }

    public void Recovered(EndpointId endpoint, DateTimeOffset failingSince)
    {
        Tell(observer => observer.EndpointRecovered(endpoint, failingSince));
        Heard?.Raise(Alert.Recovered(endpoint, failingSince));
    }

    public void Disabled(EndpointStatusChange change, bool wasDisabled)
    {
        Tell(observer => observer.EndpointDisabled(change.Id));
        if (!wasDisabled)
        {
            Heard?.Raise(Alert.Disabled(change.Id, change.Audit.Owner, change.Reason, change.At));
        }
    }

    public void CircuitOpened(EndpointId endpoint, EndpointCircuit circuit)
    {
        Tell(observer => observer.CircuitOpened(endpoint, circuit));
        Heard?.Raise(Alert.Opened(endpoint, circuit));
    }

    public void CircuitClosed(EndpointId endpoint, DateTimeOffset openedAt)
    {
        Tell(observer => observer.CircuitClosed(endpoint));
        Heard?.Raise(Alert.Closed(endpoint, openedAt));
    }

    public void SigningUnavailable(EndpointId endpoint, DateTimeOffset at) => Heard?.Raise(Alert.Unsigned(endpoint, at));

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
