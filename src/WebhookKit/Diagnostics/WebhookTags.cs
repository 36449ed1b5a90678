namespace WebhookKit.Diagnostics;

/// <summary>The names of tags, and the values of enums in them. Public API: listed in docs/telemetry.md.</summary>
internal static class WebhookTags
{
    internal const string Outcome = "webhookkit.attempt.outcome";
    internal const string StatusCode = "http.response.status_code";
    internal const string EventType = "webhookkit.event.type";
    internal const string EventId = "webhookkit.event.id";
    internal const string EndpointId = "webhookkit.endpoint.id";
    internal const string DeliveryId = "webhookkit.delivery.id";
    internal const string AttemptNumber = "webhookkit.attempt.number";

    internal static string ValueOf(AttemptOutcome outcome) => outcome switch
    {
        AttemptOutcome.Succeeded => "succeeded",
        AttemptOutcome.HttpFailure => "http_failure",
        AttemptOutcome.TimedOut => "timed_out",
        AttemptOutcome.PolicyBlocked => "policy_blocked",
        AttemptOutcome.DnsFailed => "dns_failed",
        AttemptOutcome.ConnectFailed => "connect_failed",
        AttemptOutcome.TlsFailed => "tls_failed",
        AttemptOutcome.ResponseInvalid => "response_invalid",
        AttemptOutcome.SigningUnavailable => "signing_unavailable",
        AttemptOutcome.PayloadUnavailable => "payload_unavailable",
        AttemptOutcome.InternalError => "internal_error",
        AttemptOutcome.Expired => "expired",
        AttemptOutcome.Filtered => "filtered",
        AttemptOutcome.DnsBusy => "dns_busy",
        AttemptOutcome.ProxyUnavailable => "proxy_unavailable",
        AttemptOutcome.ProxyFailed => "proxy_failed",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "An outcome without a tag value."),
    };
}
