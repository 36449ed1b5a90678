using System.Collections.ObjectModel;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Transactions;
using Microsoft.Extensions.Options;
using WebhookKit.Diagnostics;
using WebhookKit.Storage;

namespace WebhookKit.Publishing;

/// <summary>Checks, serializes once, gives every event its id before anything is stored, and appends in one round trip.</summary>
internal sealed class WebhookPublisher(
    IOutboxStore outbox,
    IDeliverySignal signal,
    CommitWatch commits,
    EventIdGenerator ids,
    OutgoingEventRules rules,
    IOptions<PublishingOptions> options,
    TimeProvider clock,
    WebhookMetrics metrics,
    PayloadSerializer serializer,
    IPublishedEvents published,
    IPayloadStore? payloads = null) : IWebhookPublisher
{
    private const string SerializesByReflection = "Serializes by reflection. Pass a JsonTypeInfo<T> in trimmed and native AOT apps.";

    /// <summary>Whoever delivers polls at least that often. What is due later is found in time without being told of.</summary>
    private static readonly TimeSpan LongestPoll = TimeSpan.FromMinutes(1);

    private readonly PublishingOptions _options = options.Value;

    [RequiresUnreferencedCode(SerializesByReflection)]
    [RequiresDynamicCode(SerializesByReflection)]
    public Task<PublishReceipt> PublishAsync<T>(string eventType, T data, PublishOptions? options = null, CancellationToken cancellationToken = default) =>
        PublishAsync(EventOf(eventType, BytesOf(data), options), options?.Transaction, cancellationToken);

    public Task<PublishReceipt> PublishAsync<T>(string eventType, T data, JsonTypeInfo<T> jsonTypeInfo, PublishOptions? options = null, CancellationToken cancellationToken = default) =>
        PublishAsync(EventOf(eventType, JsonSerializer.SerializeToUtf8Bytes(data, jsonTypeInfo), options), options?.Transaction, cancellationToken);

    [RequiresUnreferencedCode(SerializesByReflection)]
    [RequiresDynamicCode(SerializesByReflection)]
    public OutgoingEvent Prepare<T>(string eventType, T data, PublishOptions? options = null) => Prepare(EventOf(eventType, BytesOf(data), options));

    public OutgoingEvent Prepare<T>(string eventType, T data, JsonTypeInfo<T> jsonTypeInfo, PublishOptions? options = null) =>
        Prepare(EventOf(eventType, JsonSerializer.SerializeToUtf8Bytes(data, jsonTypeInfo), options));

    public OutgoingEvent Prepare(OutgoingEvent outgoing)
    {
        ArgumentNullException.ThrowIfNull(outgoing);

        rules.Check([outgoing], _options.MaxPayloadBytes, isPreparing: true);
        return outgoing.Id is null ? outgoing.WithId(ids.Next()) : outgoing;
    }

    public async Task<PublishReceipt> PublishAsync(OutgoingEvent outgoing, DbTransaction? transaction = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(outgoing);

        var receipts = await PublishAsync([outgoing], transaction, cancellationToken).ConfigureAwait(false);
        return receipts[0];
    }

    public async Task<IReadOnlyList<PublishReceipt>> PublishAsync(IReadOnlyList<OutgoingEvent> outgoing, DbTransaction? transaction = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(outgoing);

        if (outgoing.Count == 0)
        {
            return [];
        }

        rules.Check(outgoing, _options.MaxPayloadBytes, isPreparing: false);
        return await AppendAsync(outgoing, transaction, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Publishes what the library itself has to say, of a type that is reserved for it.</summary>
    public Task PublishOwnAsync(OutgoingEvent outgoing, CancellationToken cancellationToken)
    {
        rules.Check([outgoing], _options.MaxPayloadBytes, isPreparing: false, isOurs: true);
        return AppendAsync([outgoing], transaction: null, cancellationToken);
    }

    private async Task<IReadOnlyList<PublishReceipt>> AppendAsync(IReadOnlyList<OutgoingEvent> outgoing, DbTransaction? transaction, CancellationToken cancellationToken)
    {
        var events = await StampAsync(outgoing, cancellationToken).ConfigureAwait(false);
        var request = new AppendRequest
        {
            Events = events,
            Transaction = transaction,
            KeysTakenSince = clock.GetUtcNow() - _options.IdempotencyWindow,
            AreNew = outgoing.All(item => item is { Id: null, IdempotencyKey: null }),
        };
        var result = await outbox.AppendAsync(request, cancellationToken).ConfigureAwait(false);

        if (result.Events.FirstOrDefault(appended => appended.Outcome == AppendOutcome.Conflict) is { } conflict)
        {
            throw new IdempotencyConflictException(conflict.Id);
        }

        Keep(events, result);
        Announce(events, result, transaction);
        return [.. result.Events.Select(ReceiptOf)];
    }

    [RequiresUnreferencedCode(SerializesByReflection)]
    [RequiresDynamicCode(SerializesByReflection)]
    private byte[] BytesOf<T>(T data) => JsonSerializer.SerializeToUtf8Bytes(data, serializer.Options ?? JsonSerializerOptions.Web);

    private static OutgoingEvent EventOf(string eventType, byte[] payload, PublishOptions? options) => new()
    {
        Type = eventType,
        Payload = payload,
        Owner = options?.Owner ?? "",
        Metadata = options?.Metadata ?? ReadOnlyDictionary<string, string>.Empty,
        IdempotencyKey = options?.IdempotencyKey,
        DeliverAt = options?.DeliverAt,
        ExpiresAt = options?.ExpiresAt,
        Retry = options?.Retry,
        Endpoints = options?.Endpoints,
        OrderingKey = options?.OrderingKey,
        CoalescingKey = options?.CoalescingKey,
    };

    private static PublishReceipt ReceiptOf(AppendedEvent appended) => new()
    {
        EventId = appended.Id,
        IsDuplicate = appended.Outcome == AppendOutcome.Duplicate,
        DeliveryCount = appended.Endpoints.Count,
    };

    private async ValueTask<WebhookEvent[]> StampAsync(IReadOnlyList<OutgoingEvent> outgoing, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var traceParent = WebhookActivities.CurrentTraceParent();
        var events = new WebhookEvent[outgoing.Count];
        for (var i = 0; i < events.Length; i++)
        {
            var id = outgoing[i].Id ?? ids.Next();
            var reference = payloads is not null && outgoing[i].Payload.Length > _options.OffloadPayloadsAboveBytes
                ? await payloads.WriteAsync(id, outgoing[i].Payload, cancellationToken).ConfigureAwait(false)
                : null;
            events[i] = new WebhookEvent
            {
                Id = id,
                Type = outgoing[i].Type,
                Owner = outgoing[i].Owner,
                Payload = reference is null ? outgoing[i].Payload : default,
                PayloadReference = reference,
                ContentType = outgoing[i].ContentType,
                Metadata = outgoing[i].Metadata,
                CreatedAt = AsStored(now),
                TraceParent = traceParent,
                IdempotencyKey = outgoing[i].IdempotencyKey,
                DeliverAt = outgoing[i].DeliverAt is { } deliverAt ? AsStored(deliverAt) : null,
                ExpiresAt = outgoing[i].ExpiresAt is { } expiresAt ? AsStored(expiresAt) : null,
                Retry = outgoing[i].Retry,
                Endpoints = outgoing[i].Endpoints,
                OrderingKey = outgoing[i].OrderingKey,
                CoalescingKey = outgoing[i].CoalescingKey,
            };
        }

        return events;
    }

    // In UTC, and to the microsecond.
    private static DateTimeOffset AsStored(DateTimeOffset moment) => new(moment.UtcTicks - (moment.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);

    private void Keep(WebhookEvent[] events, AppendResult result)
    {
        var now = clock.GetUtcNow();
        for (var i = 0; i < events.Length; i++)
        {
            // What is for later would be pushed out before its time, and push out what is for now.
            if (result.Events[i].Endpoints.Count > 0 && !(events[i].DeliverAt > now))
            {
                published.Offer(events[i]);
            }
        }
    }

    private void Announce(WebhookEvent[] events, AppendResult result, DbTransaction? transaction)
    {
        metrics.Published(result.Events.Count(appended => appended.Outcome == AppendOutcome.Stored));
        var soon = clock.GetUtcNow() + LongestPoll;
        EndpointId[] endpoints = [.. result.Events.Where((_, i) => !(events[i].DeliverAt > soon)).SelectMany(appended => appended.Endpoints).Distinct()];
        if (endpoints.Length == 0)
        {
            return;
        }

        if (transaction is null)
        {
            signal.Notify(endpoints);
            NotifyAgainAfterScope(endpoints);
        }
        else
        {
            commits.Watch(transaction, endpoints);
        }
    }

    // Inside a TransactionScope that the store has joined, nothing is to be seen before the scope completes.
    private void NotifyAgainAfterScope(EndpointId[] endpoints)
    {
        if (Transaction.Current is { } scope)
        {
            scope.TransactionCompleted += (_, _) => signal.Notify(endpoints);
        }
    }
}
