namespace WebhookKit;

/// <summary>An event as exact bytes, to be published.</summary>
public sealed class OutgoingEvent
{
    /// <summary>
    /// The id that the event will have. Publishing the same id again is harmless: the event is stored once, also after a
    /// commit of which nobody knows whether it succeeded.
    /// </summary>
    /// <value>
    /// Null by default: an id is made each time that the event is published. A version 7 UUID; what
    /// <see cref="IWebhookPublisher.Prepare(OutgoingEvent)"/> answers has one.
    /// </value>
    public EventId? Id { get; init; }

    /// <summary>The event type, for example <c>order.created</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The bytes to store, sign and send as they are. Must not change until publishing has returned.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>The <c>content-type</c> header, sent as it is.</summary>
    /// <value><c>application/json</c> by default.</value>
    public string ContentType { get; init; } = "application/json";

    /// <inheritdoc cref="PublishOptions.Owner" />
    public string Owner { get; init; } = "";

    /// <inheritdoc cref="PublishOptions.Metadata" />
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = WebhookEvent.EmptyMetadata;

    /// <inheritdoc cref="PublishOptions.IdempotencyKey" />
    public string? IdempotencyKey { get; init; }

    /// <inheritdoc cref="PublishOptions.DeliverAt" />
    public DateTimeOffset? DeliverAt { get; init; }

    /// <inheritdoc cref="PublishOptions.ExpiresAt" />
    /// <remarks>
    /// An event with an <see cref="Id"/> or an <see cref="IdempotencyKey"/> may be published after it has expired, so that trying again
    /// does not fail where the first time did not. If it was not stored before, its deliveries are dead letters when their turn comes.
    /// </remarks>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <inheritdoc cref="PublishOptions.Retry" />
    public RetrySettings? Retry { get; init; }

    /// <inheritdoc cref="PublishOptions.Endpoints" />
    public IReadOnlyList<EndpointId>? Endpoints { get; init; }

    /// <inheritdoc cref="PublishOptions.OrderingKey" />
    public string? OrderingKey { get; init; }

    /// <inheritdoc cref="PublishOptions.CoalescingKey" />
    public string? CoalescingKey { get; init; }

    /// <summary>The same event, with an id.</summary>
    /// <param name="id">The id.</param>
    public OutgoingEvent WithId(EventId id) => new()
    {
        Id = id,
        Type = Type,
        Payload = Payload,
        ContentType = ContentType,
        Owner = Owner,
        Metadata = Metadata,
        IdempotencyKey = IdempotencyKey,
        DeliverAt = DeliverAt,
        ExpiresAt = ExpiresAt,
        Retry = Retry,
        Endpoints = Endpoints,
        OrderingKey = OrderingKey,
        CoalescingKey = CoalescingKey,
    };
}
