namespace WebhookKit.Observing;

/// <summary>What a notification is about. Later versions may add kinds.</summary>
public enum WebhookNotificationKind
{
    /// <summary>Every attempt for an endpoint has failed for some seconds. Once until one succeeds. <c>webhookkit.endpoint.failing</c>.</summary>
    EndpointFailing,

    /// <summary>An attempt for an endpoint that was failing has succeeded. <c>webhookkit.endpoint.recovered</c>.</summary>
    EndpointRecovered,

    /// <summary>An endpoint was disabled, by the library or by somebody. <c>webhookkit.endpoint.disabled</c>.</summary>
    EndpointDisabled,

    /// <summary>
    /// The circuit of an endpoint that was closed has opened, because too many of its requests have failed. Not said again while it is
    /// tried in vain. <c>webhookkit.circuit.opened</c>.
    /// </summary>
    CircuitOpened,

    /// <summary>The circuit of an endpoint has closed, because a request has succeeded again. <c>webhookkit.circuit.closed</c>.</summary>
    CircuitClosed,

    /// <summary>A delivery was given up. <c>webhookkit.delivery.dead</c>.</summary>
    DeliveryDead,

    /// <summary>
    /// A delivery that a process may send has been due for too long, and with it maybe others. Once for each process, until it has caught
    /// up. <c>webhookkit.backlog.old</c>.
    /// </summary>
    BacklogOld,

    /// <summary>
    /// The secrets of an endpoint cannot be read, so that its deliveries wait. At most once a day for each endpoint.
    /// <c>webhookkit.signing.unavailable</c>.
    /// </summary>
    SigningUnavailable,

    /// <summary>
    /// The client certificate of an endpoint ends within 30 days, or has ended: once each for a certificate.
    /// <c>webhookkit.certificate.ending</c>.
    /// </summary>
    CertificateEnding,
}
