namespace WebhookKit.Sending;

/// <summary>Why no answer came, in closed wording.</summary>
/// <param name="Outcome">The kind.</param>
/// <param name="Error">What happened and what to do: no address, no text of an exception.</param>
internal readonly record struct AttemptFailure(AttemptOutcome Outcome, string? Error)
{
    public static AttemptFailure SigningUnavailable { get; } =
        new(AttemptOutcome.SigningUnavailable, "The endpoint has no usable secret, and nothing is sent unsigned; rotate its secret.");

    public static AttemptFailure SignerFailed { get; } =
        new(AttemptOutcome.SigningUnavailable, "A signer of the endpoint failed or is not registered, and nothing is sent unsigned; the sending application's log says why.");

    public static AttemptFailure HeadersForbidden { get; } =
        new(AttemptOutcome.PolicyBlocked, "The endpoint's own headers break the rules for headers; correct them.");

    public static AttemptFailure TimedOut { get; } =
        new(AttemptOutcome.TimedOut, "No answer came in time; the endpoint must answer before it does its work.");

    public static AttemptFailure ConnectTimedOut { get; } =
        new(AttemptOutcome.ConnectFailed, "No connection could be made in time; check that the endpoint is up and its firewall lets us in.");

    public static AttemptFailure InternalError { get; } =
        new(AttemptOutcome.InternalError, "The sending application failed before an answer came; its log says why.");
}
