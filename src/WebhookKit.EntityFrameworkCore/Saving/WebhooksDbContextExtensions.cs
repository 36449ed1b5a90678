using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization.Metadata;
using WebhookKit;
using WebhookKit.EntityFrameworkCore.Saving;

namespace Microsoft.EntityFrameworkCore;

/// <summary>Publishes webhooks through a context.</summary>
public static class WebhooksDbContextExtensions
{
    private const string SerializesByReflection = "Serializes by reflection. Pass a JsonTypeInfo<T> in trimmed and native AOT apps.";

    /// <summary>
    /// Publishes an event with the next <c>SaveChanges</c>: it is stored together with the entities that are saved then, or
    /// not at all, whether or not a transaction is open.
    /// </summary>
    /// <remarks>
    /// <para>
    /// The object is serialized and the event gets its id now; nothing is sent to the database before <c>SaveChanges</c>. When
    /// that fails, the event stays pending, as the entities do, and the next one stores it: once, also where an execution
    /// strategy tries again.
    /// </para>
    /// <para>
    /// A key that the database makes is not known yet. Publish after a first <c>SaveChanges</c> in a transaction of your own,
    /// and save again; or let the application make the keys.
    /// </para>
    /// </remarks>
    /// <param name="context">The context; its options must have <see cref="WebhooksDbContextOptionsBuilderExtensions.UseWebhooks(DbContextOptionsBuilder)"/>.</param>
    /// <param name="eventType">The event type, for example <c>order.created</c>.</param>
    /// <param name="data">The payload.</param>
    /// <param name="options">The owner and more. The transaction is the context's and must not be given.</param>
    /// <param name="cancellationToken">Not needed yet: publishing waits for nothing before <c>SaveChanges</c>.</param>
    /// <returns>The id of the event.</returns>
    /// <exception cref="InvalidOperationException">
    /// The context does not use webhooks, or the object is an entity whose key the database has yet to make.
    /// </exception>
    /// <exception cref="WebhookValidationException">The event breaks a rule.</exception>
    [RequiresUnreferencedCode(SerializesByReflection)]
    [RequiresDynamicCode(SerializesByReflection)]
    public static ValueTask<EventId> PublishWebhookAsync<T>(
        this DbContext context, string eventType, T data, PublishOptions? options = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var pending = PendingEvents.Of(context);
        EntityKeys.RefuseTemporary(context, data);
        return ValueTask.FromResult(pending.Add(pending.Publisher.Prepare(eventType, data, WithoutTransaction(options))));
    }

    /// <inheritdoc cref="PublishWebhookAsync{T}(DbContext, string, T, PublishOptions?, CancellationToken)" />
    /// <param name="context">The context.</param>
    /// <param name="eventType">The event type.</param>
    /// <param name="data">The payload.</param>
    /// <param name="jsonTypeInfo">How to serialize it.</param>
    /// <param name="options">The owner and more.</param>
    /// <param name="cancellationToken">Not needed yet.</param>
    public static ValueTask<EventId> PublishWebhookAsync<T>(
        this DbContext context, string eventType, T data, JsonTypeInfo<T> jsonTypeInfo, PublishOptions? options = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var pending = PendingEvents.Of(context);
        EntityKeys.RefuseTemporary(context, data);
        return ValueTask.FromResult(pending.Add(pending.Publisher.Prepare(eventType, data, jsonTypeInfo, WithoutTransaction(options))));
    }

    /// <summary>Publishes exact bytes with the next <c>SaveChanges</c>.</summary>
    /// <param name="context">The context.</param>
    /// <param name="outgoing">The event. Its bytes must not change until it is saved.</param>
    /// <param name="cancellationToken">Not needed yet.</param>
    /// <returns>The id of the event.</returns>
    /// <exception cref="InvalidOperationException">The context does not use webhooks.</exception>
    /// <exception cref="WebhookValidationException">The event breaks a rule.</exception>
    public static ValueTask<EventId> PublishWebhookAsync(this DbContext context, OutgoingEvent outgoing, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var pending = PendingEvents.Of(context);
        return ValueTask.FromResult(pending.Add(pending.Publisher.Prepare(outgoing)));
    }

    /// <summary>Forgets what was published and not saved yet, as <c>ChangeTracker.Clear()</c> does with entities.</summary>
    /// <param name="context">The context.</param>
    public static void DiscardWebhooks(this DbContext context) => PendingEvents.Of(context).Clear();

    private static PublishOptions? WithoutTransaction(PublishOptions? options) => options?.Transaction is null
        ? options
        : throw new ArgumentException("The event is saved in the transaction of the context. Leave PublishOptions.Transaction out.", nameof(options));
}
