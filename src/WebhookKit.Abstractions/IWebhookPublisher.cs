using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization.Metadata;

namespace WebhookKit;

/// <summary>
/// Publishes events. An event is stored in the host's database, in the host's own transaction where one is given, and
/// delivered to every subscribed endpoint once that transaction has committed.
/// </summary>
/// <remarks>
/// Thread-safe; a singleton. Every method throws <see cref="WebhookValidationException"/> for input that breaks a rule,
/// <see cref="IdempotencyConflictException"/> for a key that belongs to another event, and
/// <see cref="Storage.WebhookStoreException"/> when the database does not answer; after the last one, publishing again with
/// the same <see cref="PublishOptions.IdempotencyKey"/> or <see cref="OutgoingEvent.Id"/> cannot store the event twice.
/// </remarks>
public interface IWebhookPublisher
{
    /// <summary>Serializes an object to JSON and publishes it.</summary>
    /// <param name="eventType">The event type, for example <c>order.created</c>.</param>
    /// <param name="data">The payload.</param>
    /// <param name="options">The host's transaction, the owner, and more.</param>
    /// <param name="cancellationToken">Stops waiting. The event may have been stored all the same.</param>
    [OverloadResolutionPriority(1)] // So that new() { … } means the options and is not ambiguous.
    [RequiresUnreferencedCode("Serializes by reflection. Pass a JsonTypeInfo<T> in trimmed and native AOT apps.")]
    [RequiresDynamicCode("Serializes by reflection. Pass a JsonTypeInfo<T> in trimmed and native AOT apps.")]
    Task<PublishReceipt> PublishAsync<T>(string eventType, T data, PublishOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Serializes an object to JSON by generated code and publishes it.</summary>
    /// <param name="eventType">The event type, for example <c>order.created</c>.</param>
    /// <param name="data">The payload.</param>
    /// <param name="jsonTypeInfo">How to serialize it.</param>
    /// <param name="options">The host's transaction, the owner, and more.</param>
    /// <param name="cancellationToken">Stops waiting. The event may have been stored all the same.</param>
    Task<PublishReceipt> PublishAsync<T>(string eventType, T data, JsonTypeInfo<T> jsonTypeInfo, PublishOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Serializes an object to JSON and makes an event of it that has an id; stores nothing.</summary>
    /// <remarks>
    /// For transactions that may be tried again: prepare before the first try and publish the same event in each. It is
    /// stored once, even if a commit succeeded whose answer was lost.
    /// </remarks>
    /// <param name="eventType">The event type, for example <c>order.created</c>.</param>
    /// <param name="data">The payload.</param>
    /// <param name="options">The owner, and more; the transaction is not used.</param>
    [OverloadResolutionPriority(1)]
    [RequiresUnreferencedCode("Serializes by reflection. Pass a JsonTypeInfo<T> in trimmed and native AOT apps.")]
    [RequiresDynamicCode("Serializes by reflection. Pass a JsonTypeInfo<T> in trimmed and native AOT apps.")]
    OutgoingEvent Prepare<T>(string eventType, T data, PublishOptions? options = null);

    /// <summary>Serializes an object to JSON by generated code and makes an event of it that has an id; stores nothing.</summary>
    /// <inheritdoc cref="Prepare{T}(string, T, PublishOptions?)" path="/remarks" />
    /// <param name="eventType">The event type, for example <c>order.created</c>.</param>
    /// <param name="data">The payload.</param>
    /// <param name="jsonTypeInfo">How to serialize it.</param>
    /// <param name="options">The owner, and more; the transaction is not used.</param>
    OutgoingEvent Prepare<T>(string eventType, T data, JsonTypeInfo<T> jsonTypeInfo, PublishOptions? options = null);

    /// <summary>Checks an event and gives it an id where it has none; stores nothing.</summary>
    /// <inheritdoc cref="Prepare{T}(string, T, PublishOptions?)" path="/remarks" />
    /// <param name="outgoing">The event.</param>
    OutgoingEvent Prepare(OutgoingEvent outgoing);

    /// <summary>Publishes exact bytes: they are stored, signed and sent as given.</summary>
    /// <param name="outgoing">The event.</param>
    /// <param name="transaction">The host's open transaction, or null to commit at once.</param>
    /// <param name="cancellationToken">Stops waiting. The event may have been stored all the same.</param>
    Task<PublishReceipt> PublishAsync(OutgoingEvent outgoing, DbTransaction? transaction = null, CancellationToken cancellationToken = default);

    /// <summary>Publishes several events at once: all of them are stored, or none.</summary>
    /// <param name="outgoing">The events; delivered in no promised order.</param>
    /// <param name="transaction">The host's open transaction, or null to commit at once.</param>
    /// <param name="cancellationToken">Stops waiting. The events may have been stored all the same.</param>
    /// <returns>A receipt for each event, in the order given.</returns>
    Task<IReadOnlyList<PublishReceipt>> PublishAsync(IReadOnlyList<OutgoingEvent> outgoing, DbTransaction? transaction = null, CancellationToken cancellationToken = default);
}
