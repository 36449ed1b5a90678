namespace WebhookKit.Observing;

/// <summary>Hears of what happens to deliveries in this process. Override what you need.</summary>
/// <remarks>
/// Called concurrently, on the delivery path, after the fact was recorded: return at once and hand work over. An exception
/// is logged and changes nothing. Register any number as services.
/// </remarks>
public interface IDeliveryObserver
{
    /// <summary>An attempt was recorded.</summary>
    /// <param name="observation">What happened.</param>
    void AttemptRecorded(AttemptObservation observation)
    {
    }

    /// <summary>
    /// A delivery has ended without a request, because the filter of its endpoint does not match. <see cref="AttemptRecorded"/> is not called.
    /// </summary>
    /// <param name="observation">What happened; the attempt says which condition it was.</param>
    void Filtered(AttemptObservation observation)
    {
    }

    /// <summary>A delivery was given up. Follows <see cref="AttemptRecorded"/> of its last attempt.</summary>
    /// <param name="observation">What happened.</param>
    void DeadLettered(AttemptObservation observation)
    {
    }

    /// <summary>
    /// Every attempt for an endpoint has failed for more than ten seconds, which is stored with it. Called some seconds after that.
    /// </summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="since">Since when, in UTC.</param>
    void EndpointFailing(EndpointId endpoint, DateTimeOffset since)
    {
    }

    /// <summary>An attempt for an endpoint that was failing has succeeded.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="failingSince">Since when every attempt had failed, in UTC.</param>
    void EndpointRecovered(EndpointId endpoint, DateTimeOffset failingSince)
    {
    }

    /// <summary>An endpoint was disabled by the library itself: it answered 410, asked for it, or has failed for too long.</summary>
    /// <param name="endpoint">The endpoint.</param>
    void EndpointDisabled(EndpointId endpoint)
    {
    }

    /// <summary>
    /// The circuit of an endpoint has opened, because too many of its requests have failed. Not called again while it is tried and fails,
    /// nor for what somebody does by hand, so that openings and closings need not come in pairs.
    /// </summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="circuit">Until when no request starts.</param>
    void CircuitOpened(EndpointId endpoint, EndpointCircuit circuit)
    {
    }

    /// <summary>The circuit of an endpoint has closed, because a request has succeeded again.</summary>
    /// <param name="endpoint">The endpoint.</param>
    void CircuitClosed(EndpointId endpoint)
    {
    }
}
