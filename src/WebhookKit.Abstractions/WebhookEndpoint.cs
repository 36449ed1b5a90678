namespace WebhookKit;

/// <summary>Where a subscriber listens.</summary>
public sealed class WebhookEndpoint
{
    /// <summary>The id.</summary>
    public required EndpointId Id { get; init; }

    /// <summary>Where deliveries are posted to.</summary>
    public required string Url { get; init; }

    /// <summary>The subscriptions: exact types (<c>order.created</c>), prefixes (<c>order.*</c>) or <c>*</c>.</summary>
    public required IReadOnlyList<string> Events { get; init; }

    /// <summary>The tenant that the endpoint belongs to. Only events of the same owner reach it.</summary>
    /// <value>Empty by default.</value>
    public string Owner { get; init; } = "";

    /// <summary>A note for people.</summary>
    public string? Description { get; init; }

    /// <summary>Names and values of the host's own; never sent.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = WebhookEvent.EmptyMetadata;

    /// <summary>Headers added to every request.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = WebhookEvent.EmptyMetadata;

    /// <summary>When to try again, or null for the policy of the application.</summary>
    public RetrySettings? Retry { get; init; }

    /// <summary>How many requests it gets in a time, or null for no limit.</summary>
    public EndpointRateLimit? RateLimit { get; init; }

    /// <summary>
    /// Which payloads are sent, as the JSON text of an object of conditions, such as <c>{"order.total":{"$gte":100}}</c>, or null for all.
    /// </summary>
    public string? Filter { get; init; }

    /// <summary>How its TLS differs from that of other endpoints, or null where it does not.</summary>
    public EndpointTls? Tls { get; init; }

    /// <summary>What it receives in the order in which it was published, or null for nothing.</summary>
    public EndpointOrdering? Ordering { get; init; }

    /// <summary>
    /// The names of the signers that sign each request, all of them the same one, or null for the application's default: <c>standard</c>,
    /// <c>github</c>, <c>stripe</c>, or the key under which the host has registered an <see cref="Signing.IWebhookSigner"/>.
    /// </summary>
    public IReadOnlyList<string>? Signers { get; init; }

    /// <summary>Whether the endpoint takes part in delivery.</summary>
    public EndpointStatus Status { get; init; }

    /// <summary>Why the status is what it is, where somebody or something said so.</summary>
    public string? StatusReason { get; init; }

    /// <summary>
    /// Since when every attempt has failed, in UTC; null where the last one succeeded, or the failures have not lasted for ten seconds.
    /// Enabling the endpoint and changing its URL begin anew.
    /// </summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>Its circuit; null where it is closed, and requests start as usual.</summary>
    public EndpointCircuit? Circuit { get; init; }

    /// <summary>When the endpoint was created, in UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the endpoint was last changed, in UTC.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }
}
