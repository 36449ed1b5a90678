using System.Globalization;

namespace WebhookKit.Observing;

/// <summary>Something to be told, as it is known where it happens.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Endpoint">The endpoint.</param>
/// <param name="Subject">What makes it the same when it is said again.</param>
/// <param name="Reason">Why, in words.</param>
internal sealed record Alert(WebhookNotificationKind Kind, EndpointId Endpoint, string Subject, string Reason)
{
    /// <summary>The owner of the endpoint; null where it has to be looked up.</summary>
    public string? Owner { get; private init; }

    /// <summary>When; null for now.</summary>
    public DateTimeOffset? At { get; private init; }

    public DateTimeOffset? Since { get; private init; }

    /// <summary>The attempt that was the last of a delivery; null for other kinds.</summary>
    public AttemptObservation? Last { get; private init; }

    /// <summary>The same for the same thing, in every process.</summary>
    public string Key => string.Create(null, $"{WebhookNotification.TypeOf(Kind)}:{Subject}");

    public static Alert Failing(EndpointId endpoint, DateTimeOffset since) =>
        new(WebhookNotificationKind.EndpointFailing, endpoint, SubjectOf(endpoint, since), $"Every attempt has failed since {Text(since)}.") { Since = since };

    public static Alert Recovered(EndpointId endpoint, DateTimeOffset failingSince) =>
        new(WebhookNotificationKind.EndpointRecovered, endpoint, SubjectOf(endpoint, failingSince), $"An attempt has succeeded again; every one had failed since {Text(failingSince)}.")
        {
            Since = failingSince,
        };

    public static Alert Disabled(EndpointId endpoint, string owner, string? reason, DateTimeOffset at) =>
        new(WebhookNotificationKind.EndpointDisabled, endpoint, SubjectOf(endpoint, at), reason ?? "It was disabled, and no reason was given.") { Owner = owner, At = at };

    public static Alert Opened(EndpointId endpoint, EndpointCircuit circuit) =>
        new(
            WebhookNotificationKind.CircuitOpened,
            endpoint,
            SubjectOf(endpoint, circuit.OpenedAt),
            $"Too many attempts have failed. Deliveries wait until {Text(circuit.OpenUntil)}; then one at a time is tried, until one succeeds.")
        {
            Since = circuit.OpenedAt,
            At = circuit.OpenedAt,
        };

    public static Alert Closed(EndpointId endpoint, DateTimeOffset openedAt) =>
        new(WebhookNotificationKind.CircuitClosed, endpoint, SubjectOf(endpoint, openedAt), $"A request has succeeded again; the circuit was open since {Text(openedAt)}.") { Since = openedAt };

    public static Alert Dead(AttemptObservation last, DeadLetterReason reason, DateTimeOffset at) =>
        new(WebhookNotificationKind.DeliveryDead, last.Delivery.Endpoint, last.Delivery.ToString(), ReasonOf(last.Attempt, reason)) { Owner = last.Owner, At = at, Last = last };

    public static Alert Backlog(EndpointId endpoint, DateTimeOffset dueAt, TimeSpan age) =>
        new(WebhookNotificationKind.BacklogOld, endpoint, SubjectOf(endpoint, dueAt), $"A delivery for it has been due for {(long)age.TotalSeconds} s and may be sent, and yet was not.") { Since = dueAt };

    public static Alert Unsigned(EndpointId endpoint, DateTimeOffset at) =>
        new(
            WebhookNotificationKind.SigningUnavailable,
            endpoint,
            string.Create(CultureInfo.InvariantCulture, $"{endpoint}:{at.UtcDateTime:yyyyMMdd}"),
            "Its secrets cannot be read, or a signer of it is not registered (signing_unavailable). Nothing is sent unsigned; its deliveries wait until they can.")
        {
            At = at,
        };

    public static Alert CertificateEnding(EndpointId endpoint, string owner, EndpointCertificate certificate, DateTimeOffset now) =>
        new(
            WebhookNotificationKind.CertificateEnding,
            endpoint,
            $"{endpoint}:{certificate.Thumbprint}:{(certificate.NotAfter > now ? "ending" : "ended")}",
            certificate.NotAfter > now
                ? $"Its client certificate is valid until {Text(certificate.NotAfter)}. Give it a new one before."
                : $"Its client certificate was valid until {Text(certificate.NotAfter)}. It is still sent; give it a new one.")
        {
            Owner = owner,
            At = now,
        };

    private static string SubjectOf(EndpointId endpoint, DateTimeOffset moment) =>
        string.Create(CultureInfo.InvariantCulture, $"{endpoint}:{moment.UtcDateTime:yyyyMMdd'T'HHmmss.ffffff'Z'}");

    private static string ReasonOf(DeliveryAttempt attempt, DeadLetterReason reason) => reason switch
    {
        DeadLetterReason.Expired => "The event has expired.",
        DeadLetterReason.AbortedByReceiver => "The endpoint asked for no further attempt.",
        _ when attempt.StatusCode is { } status => string.Create(CultureInfo.InvariantCulture, $"Attempt {attempt.Number} was the last; the endpoint answered {status}."),
        _ => string.Create(CultureInfo.InvariantCulture, $"Attempt {attempt.Number} was the last; it ended as {attempt.Outcome}."),
    };

    private static string Text(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
