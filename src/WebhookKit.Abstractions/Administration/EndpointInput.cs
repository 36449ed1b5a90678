namespace WebhookKit.Administration;

/// <summary>What can be said about an endpoint.</summary>
public sealed class EndpointInput
{
    /// <inheritdoc cref="WebhookEndpoint.Url" />
    public required string Url { get; init; }

    /// <summary>1 to 100 event types, prefixes (<c>order.*</c>) or <c>*</c>.</summary>
    public required IReadOnlyList<string> Events { get; init; }

    /// <summary>The tenant. Read at creation only; where the caller has an owner, it must be that one or be left out.</summary>
    public string? Owner { get; init; }

    /// <summary>A note for people; at most 500 characters.</summary>
    public string? Description { get; init; }

    /// <summary>Names and values of the host's own: at most 50, names of 100 and values of 500 characters.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = WebhookEvent.EmptyMetadata;

    /// <summary>Headers added to every request: at most 20, in visible ASCII; names that the protocol or the library uses are refused.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = WebhookEvent.EmptyMetadata;

    /// <summary>When to try again, or null for the policy of the application.</summary>
    public RetrySettings? Retry { get; init; }

    /// <summary>How many requests the endpoint gets in a time, or null for no limit.</summary>
    public EndpointRateLimit? RateLimit { get; init; }

    /// <summary>
    /// Which payloads are sent, as the JSON text of an object of conditions, such as <c>{"order.total":{"$gte":100}}</c>, or null for all:
    /// at most 4 KB and 100 conditions. <see cref="IWebhookFilters"/> tries it out.
    /// </summary>
    public string? Filter { get; init; }

    /// <summary>How its TLS differs from that of other endpoints, or null where it does not.</summary>
    public EndpointTlsInput? Tls { get; init; }

    /// <summary>What it receives in the order in which it was published, or null for nothing: as it comes, several at a time.</summary>
    public EndpointOrdering? Ordering { get; init; }

    /// <summary>
    /// The names of the signers that sign each request, all of them the same one, or null for the application's default: 1 to 5 of
    /// <c>standard</c>, <c>github</c>, <c>stripe</c> and the keys under which the host has registered an <see cref="Signing.IWebhookSigner"/>,
    /// each once. Two that write the same header do not go together, unless it is <c>webhook-signature</c>, which is a list.
    /// </summary>
    public IReadOnlyList<string>? Signers { get; init; }

    /// <summary>
    /// A secret of the caller's own (<c>whsec_…</c>), read at creation only; null to have one generated. With a private key in it
    /// (<see cref="WebhookSecret.WithPrivateKey"/>) that one is kept, otherwise one is generated.
    /// </summary>
    public WebhookSecret? Secret { get; init; }
}
