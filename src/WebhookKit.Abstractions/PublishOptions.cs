using System.Data.Common;

namespace WebhookKit;

/// <summary>How one event is published.</summary>
public sealed class PublishOptions
{
    /// <summary>
    /// The host's open transaction on the database that holds the webhook tables. The event exists if and only if it commits.
    /// </summary>
    /// <value>Null by default: the event is committed at once, on a connection of its own.</value>
    public DbTransaction? Transaction { get; init; }

    /// <summary>The tenant; only endpoints of the same owner receive the event.</summary>
    /// <value>Empty by default. At most 128 printable ASCII characters.</value>
    public string Owner { get; init; } = "";

    /// <summary>Names and values of the host's own, stored with the event and never sent.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = WebhookEvent.EmptyMetadata;

    /// <summary>
    /// Makes publishing again harmless: the same key of the same owner with the same type, content type and payload is the same event,
    /// for as long as that is stored, or for <c>Publishing:IdempotencyWindow</c>. Whatever else is said with it counts the first time only.
    /// </summary>
    /// <value>Null by default. At most 256 printable ASCII characters.</value>
    public string? IdempotencyKey { get; init; }

    /// <summary>When the first attempts are due, by the clock of the database. Until then the event is stored and waits.</summary>
    /// <value>Null by default: at once, as is a moment that is past. At most 30 days ahead.</value>
    public DateTimeOffset? DeliverAt { get; init; }

    /// <summary>
    /// The moment from which on no attempt begins, by the clock of the database. What has not arrived by then becomes a dead letter
    /// (<see cref="DeadLetterReason.Expired"/>): when its turn comes, or after a failure whose next attempt would be too late. Holds
    /// for replays, too.
    /// </summary>
    /// <value>Null by default: never. Later than now and than <see cref="DeliverAt"/>.</value>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When failed deliveries of this event are tried again, in place of what each endpoint says.</summary>
    /// <value>Null by default: the endpoint's own policy, or else that of the application.</value>
    public RetrySettings? Retry { get; init; }

    /// <summary>
    /// The event goes to these only, and of these to those that would receive it anyway: that exist, belong to the owner, are not
    /// disabled and have a subscription for its type. The others are passed over without a word.
    /// </summary>
    /// <value>Null by default: to all. 1 to 1,000.</value>
    public IReadOnlyList<EndpointId>? Endpoints { get; init; }

    /// <summary>
    /// What the event belongs to, such as an order or a customer: an endpoint whose ordering is <see cref="OrderingMode.Key"/> receives the
    /// events with the same key one after the other, in the order in which they were published. Others take no notice.
    /// </summary>
    /// <value>Null by default: the event waits for no other. 1 to 128 printable ASCII characters without spaces.</value>
    public string? OrderingKey { get; init; }

    /// <summary>
    /// What the event tells the latest state of, such as an order: while several events with the same key wait for an endpoint, it receives the one
    /// that was published last, and the others are cancelled, also those that have failed before. A request that is under way is not called back.
    /// </summary>
    /// <value>Null by default: the event replaces none. 1 to 128 printable ASCII characters without spaces.</value>
    public string? CoalescingKey { get; init; }
}
