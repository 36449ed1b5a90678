namespace WebhookKit.Sending;

/// <summary>What became of one attempt.</summary>
internal sealed class SendResult
{
    public required AttemptOutcome Outcome { get; init; }

    public int? StatusCode { get; init; }

    /// <summary>What went wrong and what to do, in closed wording: no address, no text of an exception.</summary>
    public string? Error { get; init; }

    public string? ResponseExcerpt { get; init; }

    /// <summary>How long the receiver asked to wait, from now: between zero and 24 h.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>What the receiver asked for beyond its status.</summary>
    public DeliveryDirective Directive { get; init; }

    /// <summary>Whether nothing was sent because the secrets cannot be had: the delivery waits for them, and this is no attempt.</summary>
    public bool WaitsForSecrets { get; init; }

    /// <summary>
    /// Whether it says nothing of the endpoint: it went wrong on this side, or nothing was sent. Neither its circuit nor how long it fails goes by it.
    /// </summary>
    /// <value>Set where the outcome mostly says something, and this one does not.</value>
    public bool SparesEndpoint
    {
        get => field || Outcome
            is AttemptOutcome.SigningUnavailable or AttemptOutcome.PayloadUnavailable or AttemptOutcome.InternalError
            or AttemptOutcome.Expired or AttemptOutcome.Filtered or AttemptOutcome.DnsBusy
            or AttemptOutcome.ProxyUnavailable or AttemptOutcome.ProxyFailed;
        init;
    }

    /// <summary>Until the outcome was known: on an answer, until its headers were in.</summary>
    public required TimeSpan Duration { get; init; }
}
