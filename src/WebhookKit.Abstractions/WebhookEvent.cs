namespace WebhookKit;

/// <summary>What the host published once.</summary>
public sealed class WebhookEvent
{
    /// <summary>The id, sent as <c>webhook-id</c>.</summary>
    public required EventId Id { get; init; }

    /// <summary>The event type, for example <c>order.created</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The tenant that the event belongs to.</summary>
    /// <value>Empty by default, for apps with a single tenant.</value>
    public string Owner { get; init; } = "";

    /// <summary>The exact bytes that are stored, signed and sent. Empty where <see cref="PayloadReference"/> is set.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>The <c>content-type</c> of the payload, sent as it is.</summary>
    /// <value><c>application/json</c> by default.</value>
    public string ContentType { get; init; } = "application/json";

    /// <summary>Where an <see cref="IPayloadStore"/> keeps the payload, or null where it is stored with the event.</summary>
    public string? PayloadReference { get; init; }

    /// <summary>Names and values of the host's own, stored with the event and never sent.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = EmptyMetadata;

    /// <summary>When the event was published, by the publisher's clock, in UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The W3C trace parent of the publishing call, so that deliveries can be linked to it.</summary>
    public string? TraceParent { get; init; }

    /// <summary>The caller's key, unique within the owner, that makes publishing again harmless.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>When its first attempts are due, in UTC; null for at once.</summary>
    public DateTimeOffset? DeliverAt { get; init; }

    /// <summary>The moment from which on no attempt begins, in UTC; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When its failed deliveries are tried again; null for what each endpoint says.</summary>
    public RetrySettings? Retry { get; init; }

    /// <summary>The only endpoints that it may go to; null for every one that has a subscription for it.</summary>
    public IReadOnlyList<EndpointId>? Endpoints { get; init; }

    /// <summary>What it belongs to, for endpoints that receive what belongs together in order; null for nothing.</summary>
    public string? OrderingKey { get; init; }

    /// <summary>What it tells the latest state of: it replaces older events with the same key that wait for the same endpoint; null for none.</summary>
    public string? CoalescingKey { get; init; }

    internal static IReadOnlyDictionary<string, string> EmptyMetadata { get; } =
        System.Collections.ObjectModel.ReadOnlyDictionary<string, string>.Empty;
}
