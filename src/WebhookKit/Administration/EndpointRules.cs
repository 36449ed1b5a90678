using WebhookKit.Filtering;
using WebhookKit.Protecting;
using WebhookKit.Retrying;
using WebhookKit.Sending;

namespace WebhookKit.Administration;

/// <summary>Judges what is said about an endpoint, all of it at once, so that nobody has to correct one field at a time.</summary>
internal sealed class EndpointRules(EgressRoutes egress, RetryPolicies policies, SignerRules signers, TlsRules tls)
{
    /// <summary>What stores have room for, whatever a policy of the host's own allows.</summary>
    private const int LongestStoredUrl = 2048;
    private const int MostEvents = 100;
    private const int LongestDescription = 500;
    private const int MostMetadata = 50;
    private const int LongestMetadataName = 100;
    private const int LongestMetadataValue = 500;

    /// <param name="input">What is said.</param>
    /// <param name="id">The endpoint.</param>
    /// <param name="owner">Whose it is, or will be.</param>
    /// <param name="stored">The endpoint as it is; null for a new one.</param>
    /// <returns>Its TLS settings; null where there are none.</returns>
    /// <exception cref="WebhookValidationException">At least one rule is broken.</exception>
    public TlsDraft? Require(EndpointInput input, EndpointId id, string owner, WebhookEndpoint? stored)
    {
        var errors = new List<FieldError>();
        AddUrl(input.Url, id, owner, errors);
        AddEvents(input.Events, errors);
        AddText("description", input.Description, LongestDescription, errors);
        AddMetadata(input.Metadata, errors);
        AddHeaders(input.Headers, errors);
        errors.AddRange(RetrySettingsRules.Check(input.Retry));
        if (input.Retry?.Policy is { } policy && policies.Find(policy) is null)
        {
            errors.Add(new FieldError("retry_policy.policy", "must be the key of an IRetryPolicy that is registered in this process, with AddKeyedSingleton."));
        }

        errors.AddRange(RateLimitRules.Check(input.RateLimit));
        errors.AddRange(OrderingRules.Check(input.Ordering));
        errors.AddRange(signers.Check(input.Signers));
        errors.AddRange(signers.CheckHeaders(input.Headers));
        if (input.Filter is not null)
        {
            FilterParser.Parse(input.Filter, out var filterErrors);
            errors.AddRange(filterErrors);
        }

        if (input.Owner is not null && TextRules.JudgeOwner(input.Owner) is { } rule)
        {
            errors.Add(new FieldError("owner", rule));
        }

        var draft = tls.Read(input, stored?.Tls, errors);
        return errors.Count == 0 ? draft : throw new WebhookValidationException(errors);
    }

    private void AddUrl(string? url, EndpointId id, string owner, List<FieldError> errors)
    {
        if (string.IsNullOrEmpty(url))
        {
            errors.Add(new FieldError("url", "is required."));
        }
        else if (!egress.TryFind(id, owner, AsciiUrl.Of(url), out var route, out var failure))
        {
            errors.Add(new FieldError("url", failure.Error!));
        }
        else if (route.Policy.JudgeUrl(url) is { Refusal: { } refusal })
        {
            // The policy is the only judge, the same that is asked before each attempt: a second reader would see another URL.
            errors.Add(new FieldError("url", refusal));
        }
        else if (AsciiUrl.Of(url).Length > LongestStoredUrl)
        {
            errors.Add(new FieldError("url", $"must be at most {LongestStoredUrl} characters, with its host name in ASCII."));
        }
    }

    private static void AddEvents(IReadOnlyList<string>? events, List<FieldError> errors)
    {
        if (events is null || events.Count is 0 or > MostEvents)
        {
            errors.Add(new FieldError("events", $"must hold 1 to {MostEvents} event types or patterns; held {events?.Count ?? 0}."));
            return;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < events.Count; i++)
        {
            if (!EventTypePattern.IsPattern(events[i]))
            {
                errors.Add(new FieldError(
                    $"events[{i}]",
                    $"must be an event type (order.created), a prefix of whole segments (order.*) or *: 1 to {EventTypePattern.MaxLength} letters, digits, '_' or '-' between dots."));
            }
            else if (!seen.Add(events[i]))
            {
                errors.Add(new FieldError($"events[{i}]", "is already in the list."));
            }
        }
    }

    private static void AddHeaders(IReadOnlyDictionary<string, string>? headers, List<FieldError> errors)
    {
        if (headers is null)
        {
            errors.Add(new FieldError("headers", "must not be null."));
        }
        else
        {
            // What looks sealed is what is stored already, or is refused for looking so.
            errors.AddRange(HeaderRules.Check(headers, HeaderSeal.IsSealed));
        }
    }

    private static void AddMetadata(IReadOnlyDictionary<string, string>? metadata, List<FieldError> errors)
    {
        if (metadata is null)
        {
            errors.Add(new FieldError("metadata", "must not be null."));
            return;
        }

        if (metadata.Count > MostMetadata)
        {
            errors.Add(new FieldError("metadata", $"must hold at most {MostMetadata} names; held {metadata.Count}."));
            return;
        }

        foreach (var (name, value) in metadata)
        {
            if (name.Length == 0 || TextRules.JudgeText(name, LongestMetadataName) is not null)
            {
                errors.Add(new FieldError("metadata", $"must have names of 1 to {LongestMetadataName} characters, without NUL."));
            }
            else
            {
                AddText($"metadata[\"{name}\"]", value, LongestMetadataValue, errors);
            }
        }
    }

    private static void AddText(string field, string? text, int longest, List<FieldError> errors)
    {
        if (text is not null && TextRules.JudgeText(text, longest) is { } rule)
        {
            errors.Add(new FieldError(field, rule));
        }
    }
}
