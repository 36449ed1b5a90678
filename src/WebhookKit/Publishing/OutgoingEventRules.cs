using System.Net.Http.Headers;

namespace WebhookKit.Publishing;

/// <summary>What an event must be like to be stored.</summary>
internal sealed class OutgoingEventRules(EventTermsRules terms)
{
    private const int MaxOwnerLength = 128;
    private const int MaxIdempotencyKeyLength = 256;
    private const int MaxGroupingKeyLength = 128;
    private const int MaxContentTypeLength = 200;
    private const string Json = "application/json";
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
        // One list for all events, and their place only where one is wrong: most are right.
        var errors = new List<FieldError>();
        for (var i = 0; i < events.Count; i++)
        {
            Find(events[i], maxPayloadBytes, isOurs, errors);
            terms.Find(events[i], isPreparing, errors);
            if (errors.Count > 0)
            {
                var path = events.Count == 1 ? "" : $"events[{i}].";
                throw new WebhookValidationException([.. errors.Select(error => error with { Field = path + error.Field })]);
            }
        }
    }

    private static void Find(OutgoingEvent outgoing, int maxPayloadBytes, bool isOurs, List<FieldError> errors)
    {
        if (outgoing.Id is { Value.Version: not 7 })
        {
            errors.Add(new FieldError("id", "must be a version 7 UUID, as Guid.CreateVersion7() makes them: events sort by their ids."));
        }

        if (!EventTypePattern.IsEventType(outgoing.Type))
        {
            errors.Add(new FieldError("type", $"must be 1 to {EventTypePattern.MaxLength} letters, digits, '_' or '-' in segments between dots, for example order.created."));
        }
        else if (!isOurs && EventTypePattern.IsReserved(outgoing.Type))
        {
            errors.Add(new FieldError("type", $"must not begin with '{EventTypePattern.ReservedPrefix}', which is reserved for the notifications of the library."));
        }

        if (outgoing.Payload.Length > maxPayloadBytes)
        {
            errors.Add(new FieldError("payload", $"must be at most {maxPayloadBytes} bytes; was {outgoing.Payload.Length}. Publish a reference to large data, or raise Publishing:MaxPayloadBytes."));
        }

        if (outgoing.ContentType is not Json && !IsMediaType(outgoing.ContentType))
        {
            errors.Add(new FieldError("content_type", "must be a media type, for example application/json."));
        }

        if (outgoing.Owner is null || outgoing.Owner.Length > MaxOwnerLength || !IsPrintable(outgoing.Owner))
        {
            errors.Add(new FieldError("owner", $"must be at most {MaxOwnerLength} printable ASCII characters."));
        }

        if (outgoing.IdempotencyKey is { } key && (key.Length is 0 or > MaxIdempotencyKeyLength || !IsPrintable(key)))
        {
            errors.Add(new FieldError("idempotency_key", $"must be 1 to {MaxIdempotencyKeyLength} printable ASCII characters."));
        }

        if (outgoing.OrderingKey is { } ordering && !IsGroupingKey(ordering))
        {
            errors.Add(new FieldError("ordering_key", NoGroupingKey));
        }

        if (outgoing.CoalescingKey is { } coalescing && !IsGroupingKey(coalescing))
        {
            errors.Add(new FieldError("coalescing_key", NoGroupingKey));
        }

        if (outgoing.Metadata is null || outgoing.Metadata.Count > MaxMetadataEntries
            || (outgoing.Metadata.Count > 0 && outgoing.Metadata.Any(entry => entry.Key.Length is 0 or > MaxMetadataNameLength || entry.Value is null || entry.Value.Length > MaxMetadataValueLength)))
        {
            errors.Add(new FieldError("metadata", $"must have at most {MaxMetadataEntries} entries, with names of 1 to {MaxMetadataNameLength} and values of at most {MaxMetadataValueLength} characters."));
        }
    }

    private static bool IsMediaType(string? text) =>
        text is not (null or "") && text.Length <= MaxContentTypeLength && IsPrintable(text) && text.Trim() == text && MediaTypeHeaderValue.TryParse(text, out _);

    private static bool IsGroupingKey(string key) => key.Length is > 0 and <= MaxGroupingKeyLength && !key.AsSpan().ContainsAnyExceptInRange('!', '~');

    private static bool IsPrintable(string text) => !text.AsSpan().ContainsAnyExceptInRange(' ', '~');
}
