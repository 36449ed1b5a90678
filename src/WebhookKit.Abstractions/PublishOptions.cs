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
    /// Makes publishing again harmless: the same key of the same owner with the same type and payload is the same event.
    /// </summary>
    /// <value>Null by default. At most 256 printable ASCII characters.</value>
    public string? IdempotencyKey { get; init; }
}
