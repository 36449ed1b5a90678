using System.Buffers.Binary;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace WebhookKit.Testing;

/// <summary>A publisher for unit tests of host code: it records what is published and delivers nothing.</summary>
/// <remarks>
/// Thread-safe. It refuses what is no event type and treats idempotency keys like the real one. It cannot know whether a
/// transaction commits: look at <see cref="PublishedEvent.Transaction"/>. Ids count up and are the same in every run.
/// </remarks>
public sealed class RecordingWebhookPublisher : IWebhookPublisher
{
    private readonly Lock _lock = new();
    private readonly List<PublishedEvent> _published = [];
    private int _made;

    /// <summary>What was published so far, in order; what an idempotency key made harmless is not in it twice.</summary>
    public IReadOnlyList<PublishedEvent> Published
    {
        get
        {
            lock (_lock)
            {
                return [.. _published];
            }
        }
    }

    /// <inheritdoc />
    [RequiresUnreferencedCode("Serializes by reflection. Pass a JsonTypeInfo<T> in trimmed and native AOT apps.")]
    [RequiresDynamicCode("Serializes by reflection. Pass a JsonTypeInfo<T> in trimmed and native AOT apps.")]
    public Task<PublishReceipt> PublishAsync<T>(
        string eventType, T data, PublishOptions? options = null, CancellationToken cancellationToken = default) =>
        Record(eventType, data, JsonSerializer.SerializeToUtf8Bytes(data, JsonSerializerOptions.Web), options, cancellationToken);

    /// <inheritdoc />
    public Task<PublishReceipt> PublishAsync<T>(
        string eventType, T data, JsonTypeInfo<T> jsonTypeInfo, PublishOptions? options = null, CancellationToken cancellationToken = default) =>
        Record(eventType, data, JsonSerializer.SerializeToUtf8Bytes(data, jsonTypeInfo), options, cancellationToken);

    /// <inheritdoc />
    public Task<PublishReceipt> PublishAsync(
        OutgoingEvent outgoing, DbTransaction? transaction = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentNullException.ThrowIfNull(outgoing);
        lock (_lock)
        {
            return Task.FromResult(Record(outgoing, data: null, transaction));
        }
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<PublishReceipt>> PublishAsync(
        IReadOnlyList<OutgoingEvent> outgoing, DbTransaction? transaction = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentNullException.ThrowIfNull(outgoing);
        lock (_lock)
        {
            var before = _published.Count;
            try
            {
                return Task.FromResult<IReadOnlyList<PublishReceipt>>([.. outgoing.Select(one => Record(one, data: null, transaction))]);
            }
            catch
            {
                // All of them, or none.
                _published.RemoveRange(before, _published.Count - before);
                throw;
            }
        }
    }

    /// <inheritdoc />
    [RequiresUnreferencedCode("Serializes by reflection. Pass a JsonTypeInfo<T> in trimmed and native AOT apps.")]
    [RequiresDynamicCode("Serializes by reflection. Pass a JsonTypeInfo<T> in trimmed and native AOT apps.")]
    public OutgoingEvent Prepare<T>(string eventType, T data, PublishOptions? options = null) =>
        Prepare(EventOf(eventType, JsonSerializer.SerializeToUtf8Bytes(data, JsonSerializerOptions.Web), options ?? new PublishOptions()));

    /// <inheritdoc />
    public OutgoingEvent Prepare<T>(string eventType, T data, JsonTypeInfo<T> jsonTypeInfo, PublishOptions? options = null) =>
        Prepare(EventOf(eventType, JsonSerializer.SerializeToUtf8Bytes(data, jsonTypeInfo), options ?? new PublishOptions()));

    /// <inheritdoc />
    public OutgoingEvent Prepare(OutgoingEvent outgoing)
    {
        ArgumentNullException.ThrowIfNull(outgoing);
        RefuseWhatIsNoType(outgoing.Type);
        return outgoing.Id is null ? outgoing.WithId(IdOf(Interlocked.Increment(ref _made))) : outgoing;
    }

    private Task<PublishReceipt> Record(
        string eventType, object? data, byte[] payload, PublishOptions? options, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        options ??= new PublishOptions();
        var outgoing = EventOf(eventType, payload, options);
        lock (_lock)
        {
            return Task.FromResult(Record(outgoing, data, options.Transaction));
        }
    }

    private PublishReceipt Record(OutgoingEvent outgoing, object? data, DbTransaction? transaction)
    {
        RefuseWhatIsNoType(outgoing.Type);
        if (outgoing.Id is { } fixedId && _published.Exists(one => one.Id == fixedId))
        {
            return new PublishReceipt { EventId = fixedId, IsDuplicate = true, DeliveryCount = 0 };
        }

        if (outgoing.IdempotencyKey is { } key
            && _published.Find(one => one.Event.IdempotencyKey == key && one.Event.Owner == outgoing.Owner) is { } first)
        {
            return first.Event.Type == outgoing.Type && first.Event.ContentType == outgoing.ContentType && first.Event.Payload.Span.SequenceEqual(outgoing.Payload.Span)
                ? new PublishReceipt { EventId = first.Id, IsDuplicate = true, DeliveryCount = 0 }
                : throw new IdempotencyConflictException(first.Id);
        }

        var id = outgoing.Id ?? IdOf(Interlocked.Increment(ref _made));
        _published.Add(new PublishedEvent { Id = id, Event = outgoing, Data = data, Transaction = transaction });
        return new PublishReceipt { EventId = id, DeliveryCount = 0 };
    }

    private static OutgoingEvent EventOf(string eventType, byte[] payload, PublishOptions options) => new()
    {
        Type = eventType,
        Payload = payload,
        Owner = options.Owner,
        Metadata = options.Metadata,
        IdempotencyKey = options.IdempotencyKey,
        DeliverAt = options.DeliverAt,
        ExpiresAt = options.ExpiresAt,
        Retry = options.Retry,
        Endpoints = options.Endpoints,
        OrderingKey = options.OrderingKey,
        CoalescingKey = options.CoalescingKey,
    };

    private static void RefuseWhatIsNoType(string eventType)
    {
        if (!EventTypePattern.IsEventType(eventType))
        {
            throw new WebhookValidationException("type", $"'{eventType}' is not an event type such as 'order.created'.");
        }

        if (EventTypePattern.IsReserved(eventType))
        {
            throw new WebhookValidationException("type", $"must not begin with '{EventTypePattern.ReservedPrefix}', which is reserved for the notifications of the library.");
        }
    }

    private static EventId IdOf(int number)
    {
        var bytes = new byte[16];
        bytes[6] = 0x70;
        bytes[8] = 0x80;
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(12), number);
        return new EventId(new Guid(bytes, bigEndian: true));
    }
}
