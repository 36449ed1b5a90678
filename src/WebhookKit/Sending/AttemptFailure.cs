namespace WebhookKit.Sending;

/// <summary>Why no answer came, in closed wording.</summary>
/// <param name="Outcome">The kind.</param>
/// <param name="Error">What happened and what to do: no address, no text of an exception.</param>
/// <param name="SparesEndpoint">Whether it says nothing of the endpoint, although its outcome mostly does.</param>
internal readonly record struct AttemptFailure(AttemptOutcome Outcome, string? Error, bool SparesEndpoint = false)
{
    public static AttemptFailure SigningUnavailable { get; } =
        new(AttemptOutcome.SigningUnavailable, "The endpoint has no usable secret, and nothing is sent unsigned; rotate its secret.");

    public static AttemptFailure SignerFailed { get; } =
        new(AttemptOutcome.SigningUnavailable, "A signer of the endpoint failed or is not registered, and nothing is sent unsigned; the sending application's log says why.");

    public static AttemptFailure HeadersForbidden { get; } =
        new(AttemptOutcome.PolicyBlocked, "The endpoint's own headers break the rules for headers; correct them.");

    public static AttemptFailure EgressPolicyUnknown { get; } = new(
        AttemptOutcome.PolicyBlocked,
        "The sending application names an egress policy for this endpoint that it does not have, and nothing is sent; its log says which (egress_policy_unknown).",
        SparesEndpoint: true);

    public static AttemptFailure EgressSelectionFailed { get; } =
        new(AttemptOutcome.InternalError, "The sending application failed to name the egress policy of this endpoint, and nothing is sent; its log says why (egress_selection_failed).");

    public static AttemptFailure TimedOut { get; } =
        new(AttemptOutcome.TimedOut, "No answer came in time; the endpoint must answer before it does its work.");

    public static AttemptFailure ConnectTimedOut { get; } =
        new(AttemptOutcome.ConnectFailed, "No connection could be made in time; check that the endpoint is up and its firewall lets us in.");

    public static AttemptFailure InternalError { get; } =
        new(AttemptOutcome.InternalError, "The sending application failed before an answer came; its log says why.");
}
