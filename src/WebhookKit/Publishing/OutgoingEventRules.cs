using System.Net.Http.Headers;

namespace WebhookKit.Publishing;

/// <summary>What an event must be like to be stored.</summary>
internal sealed class OutgoingEventRules(EventTermsRules terms)
{
    private const int MaxOwnerLength = 128;
    private const int MaxIdempotencyKeyLength = 256;
    private const int MaxGroupingKeyLength = 128;
    private const int MaxContentTypeLength = 200;
    private const int MaxMetadataEntries = 50;
    private const int MaxMetadataNameLength = 100;
    private const int MaxMetadataValueLength = 500;

    private static readonly string NoGroupingKey = $"must be 1 to {MaxGroupingKeyLength} printable ASCII characters without spaces.";

    /// <summary>Throws for the first event that breaks a rule, naming every rule it breaks.</summary>
    /// <param name="events">The events.</param>
    /// <param name="maxPayloadBytes">The largest payload.</param>
    /// <param name="isPreparing">Whether they are prepared, and not stored yet.</param>
    /// <param name="isOurs">Whether the library itself publishes them.</param>
    public void Check(IReadOnlyList<OutgoingEvent> events, int maxPayloadBytes, bool isPreparing, bool isOurs = false)
    {
        for (var i = 0; i < events.Count; i++)
        {
            var path = events.Count == 1 ? "" : $"events[{i}].";
            var errors = ErrorsOf(events[i], path, maxPayloadBytes, isOurs).Concat(terms.ErrorsOf(events[i], path, isPreparing)).ToList();
            if (errors.Count > 0)
            {
                throw new WebhookValidationException(errors);
            }
        }
    }

    private static IEnumerable<FieldError> ErrorsOf(OutgoingEvent outgoing, string path, int maxPayloadBytes, bool isOurs)
    {
        if (outgoing.Id is { Value.Version: not 7 })
        {
            yield return new FieldError(path + "id", "must be a version 7 UUID, as Guid.CreateVersion7() makes them: events sort by their ids.");
        }

        if (!EventTypePattern.IsEventType(outgoing.Type))
        {
            yield return new FieldError(path + "type", $"must be 1 to {EventTypePattern.MaxLength} letters, digits, '_' or '-' in segments between dots, for example order.created.");
        }
        else if (!isOurs && EventTypePattern.IsReserved(outgoing.Type))
        {
            yield return new FieldError(path + "type", $"must not begin with '{EventTypePattern.ReservedPrefix}', which is reserved for the notifications of the library.");
        }

        if (outgoing.Payload.Length > maxPayloadBytes)
        {
            yield return new FieldError(path + "payload", $"must be at most {maxPayloadBytes} bytes; was {outgoing.Payload.Length}. Publish a reference to large data, or raise Publishing:MaxPayloadBytes.");
        }

        if (outgoing.ContentType is null or "" || outgoing.ContentType.Length > MaxContentTypeLength || !IsPrintable(outgoing.ContentType) || outgoing.ContentType.Trim() != outgoing.ContentType
            || !MediaTypeHeaderValue.TryParse(outgoing.ContentType, out _))
        {
            yield return new FieldError(path + "content_type", "must be a media type, for example application/json.");
        }

        if (outgoing.Owner is null || outgoing.Owner.Length > MaxOwnerLength || !IsPrintable(outgoing.Owner))
        {
            yield return new FieldError(path + "owner", $"must be at most {MaxOwnerLength} printable ASCII characters.");
        }

        if (outgoing.IdempotencyKey is { } key && (key.Length is 0 or > MaxIdempotencyKeyLength || !IsPrintable(key)))
        {
            yield return new FieldError(path + "idempotency_key", $"must be 1 to {MaxIdempotencyKeyLength} printable ASCII characters.");
        }

        if (outgoing.OrderingKey is { } ordering && !IsGroupingKey(ordering))
        {
            yield return new FieldError(path + "ordering_key", NoGroupingKey);
        }

        if (outgoing.CoalescingKey is { } coalescing && !IsGroupingKey(coalescing))
        {
            yield return new FieldError(path + "coalescing_key", NoGroupingKey);
        }

        if (outgoing.Metadata is null || outgoing.Metadata.Count > MaxMetadataEntries
            || outgoing.Metadata.Any(entry => entry.Key.Length is 0 or > MaxMetadataNameLength || entry.Value is null || entry.Value.Length > MaxMetadataValueLength))
        {
            yield return new FieldError(path + "metadata", $"must have at most {MaxMetadataEntries} entries, with names of 1 to {MaxMetadataNameLength} and values of at most {MaxMetadataValueLength} characters.");
        }
    }

    private static bool IsGroupingKey(string key) => key.Length is > 0 and <= MaxGroupingKeyLength && !key.AsSpan().ContainsAnyExceptInRange('!', '~');

    private static bool IsPrintable(string text) => !text.AsSpan().ContainsAnyExceptInRange(' ', '~');
}
