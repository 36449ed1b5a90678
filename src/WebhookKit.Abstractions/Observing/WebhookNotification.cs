namespace WebhookKit.Observing;

/// <summary>Something that an operator, or the owner of an endpoint, may want to hear of.</summary>
public sealed class WebhookNotification
{
    /// <summary>What it is about.</summary>
    public required WebhookNotificationKind Kind { get; init; }

    /// <summary>
    /// The same for the same thing, whichever process says it and however often: two processes may, and one that was started again.
    /// </summary>
    /// <value>At most 256 printable ASCII characters.</value>
    public required string Key { get; init; }

    /// <summary>The endpoint. For <see cref="WebhookNotificationKind.BacklogOld"/> the one whose delivery has waited the longest.</summary>
    public required EndpointId Endpoint { get; init; }

    /// <summary>The owner of the endpoint.</summary>
    public required string Owner { get; init; }

    /// <summary>When it happened, in UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>
    /// Since when the endpoint fails or has failed, its circuit is or was open, or the delivery is due, in UTC; null for other kinds.
    /// </summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>The delivery that was given up; null for other kinds.</summary>
    public DeliveryId? Delivery { get; init; }

    /// <summary>The event of that delivery.</summary>
    public EventId? EventId { get; init; }

    /// <summary>The type of that event.</summary>
    public string? EventType { get; init; }

    /// <summary>Why, in words: a sentence or two, for people. It holds no payload, secret or URL.</summary>
    public required string Reason { get; init; }

    /// <summary>The event type under which it is published, where <c>Notifications:PublishEvents</c> is on.</summary>
    public string Type => TypeOf(Kind);

    /// <summary>The event type under which notifications of a kind are published.</summary>
    /// <param name="kind">The kind.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is no kind.</exception>
    public static string TypeOf(WebhookNotificationKind kind) => kind switch
    {
        WebhookNotificationKind.EndpointFailing => "webhookkit.endpoint.failing",
        WebhookNotificationKind.EndpointRecovered => "webhookkit.endpoint.recovered",
        WebhookNotificationKind.EndpointDisabled => "webhookkit.endpoint.disabled",
        WebhookNotificationKind.CircuitOpened => "webhookkit.circuit.opened",
        WebhookNotificationKind.CircuitClosed => "webhookkit.circuit.closed",
        WebhookNotificationKind.DeliveryDead => "webhookkit.delivery.dead",
        WebhookNotificationKind.BacklogOld => "webhookkit.backlog.old",
        WebhookNotificationKind.SigningUnavailable => "webhookkit.signing.unavailable",
        WebhookNotificationKind.CertificateEnding => "webhookkit.certificate.ending",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "is no kind of notification."),
    };
}
