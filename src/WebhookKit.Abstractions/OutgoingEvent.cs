namespace WebhookKit;

/// <summary>An event as exact bytes, to be published.</summary>
public sealed class OutgoingEvent
{
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
}
