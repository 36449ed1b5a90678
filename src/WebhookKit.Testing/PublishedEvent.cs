using System.Data.Common;
using System.Text;

namespace WebhookKit.Testing;

/// <summary>What was handed to a <see cref="RecordingWebhookPublisher"/>.</summary>
public sealed class PublishedEvent
{
    /// <summary>The id that the publisher returned.</summary>
    public required EventId Id { get; init; }

    /// <summary>The event: type, payload, owner, metadata, idempotency key and what it asks for its deliveries.</summary>
    public required OutgoingEvent Event { get; init; }

    /// <summary>The object that was published; null where exact bytes were.</summary>
    public object? Data { get; init; }

    /// <summary>The host's transaction; null where none was given.</summary>
    public DbTransaction? Transaction { get; init; }

    /// <summary>The payload read as UTF-8.</summary>
    public string Text => Encoding.UTF8.GetString(Event.Payload.Span);
}
