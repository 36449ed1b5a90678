using System.Text.Json;
using WebhookKit.Administration;
using WebhookKit.AspNetCore.Answers;
using WebhookKit.AspNetCore.Requests;
using WebhookKit.Signing;

namespace WebhookKit.AspNetCore.Handlers;

/// <summary>Reads endpoints to be created or changed.</summary>
internal static class EndpointRequests
{
    private static readonly string[] UpdateFields = ["url", "events", "owner", "description", "metadata", "headers", "retry_policy", "rate_limit", "filter", "tls", "ordering", "signers"];
    private static readonly string[] CreationFields = [.. UpdateFields, "secret", "private_key"];
    private static readonly string[] RotationFields = ["secret", "private_key", "overlap_seconds"];

    public static EndpointInput ReadCreation(JsonElement body, WebhookCaller caller, IWebhookSigningKeys keys)
    {
        var errors = new FieldErrors();
        var reader = new ObjectReader(body, "", errors, CreationFields);
        var input = Read(reader, OwnerFields.Read(reader, caller), reader.FindMap("headers"), SecretRequests.Find(reader, keys));
        errors.ThrowIfAny();
        return input;
    }

    public static EndpointInput ReadUpdate(JsonElement body, WebhookEndpoint stored)
    {
        var errors = new FieldErrors();
        var reader = new ObjectReader(body, "", errors, UpdateFields);
        if (reader.FindText("owner") is { } owner && owner != stored.Owner)
        {
            errors.Add("owner", "cannot be changed; leave it out.");
        }

        var input = Read(reader, owner: null, Restore(reader.FindMap("headers"), stored, goesElsewhere: !IsSameServer(reader.FindText("url"), stored.Url), errors), secret: null);
        errors.ThrowIfAny();
        return input;
    }

    public static SecretRotation ReadRotation(JsonElement? body, IWebhookSigningKeys keys)
    {
        var defaults = new SecretRotation();
        if (body is not { } value)
        {
            return defaults;
        }

        var errors = new FieldErrors();
        var reader = new ObjectReader(value, "", errors, RotationFields);
        var rotation = new SecretRotation
        {
            Secret = SecretRequests.Find(reader, keys),
            Overlap = reader.FindSeconds("overlap_seconds") ?? defaults.Overlap,
        };
        errors.ThrowIfAny();
        return rotation;
    }

    private static EndpointInput Read(
        ObjectReader reader, string? owner, IReadOnlyDictionary<string, string> headers, WebhookSecret? secret) => new()
        {
            Url = reader.RequireText("url"),
            Events = reader.Require("events") is { } events ? ReadTexts(events, "events", reader.Errors) : [],
            Owner = owner,
            Description = reader.FindText("description"),
            Metadata = reader.FindMap("metadata"),
            Headers = headers,
            Retry = reader.Find("retry_policy") is { } retry ? RetryPolicyRequests.Read(retry, reader.Errors) : null,
            RateLimit = reader.Find("rate_limit") is { } limit ? RateLimitRequests.Read(limit, reader.Errors) : null,
            Filter = reader.Find("filter")?.GetRawText(),
            Tls = reader.Find("tls") is { } tls ? TlsRequests.Read(tls, reader.Errors) : null,
            Ordering = reader.Find("ordering") is { } ordering ? OrderingRequests.Read(ordering, reader.Errors) : null,
            Signers = reader.Find("signers") is { } signers ? ReadTexts(signers, "signers", reader.Errors) : null,
            Secret = secret,
        };

    private static IReadOnlyList<string> ReadTexts(JsonElement texts, string field, FieldErrors errors) =>
        JsonValues.ReadList(texts, field, errors, (item, path) => JsonValues.ReadText(item, path, errors) ?? "");

    private static bool IsSameServer(string? url, string stored) =>
        Uri.TryCreate(url, UriKind.Absolute, out var wanted) && Uri.TryCreate(stored, UriKind.Absolute, out var known)
        && Uri.Compare(wanted, known, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) == 0;

    /// <summary>
    /// An endpoint that was read, edited and sent back must not lose the values that reading did not show; nor may who has never seen them
    /// have them sent to another server.
    /// </summary>
    private static Dictionary<string, string> Restore(
        IReadOnlyDictionary<string, string> headers, WebhookEndpoint stored, bool goesElsewhere, FieldErrors errors)
    {
        var restored = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in headers)
        {
            var kept = value == SecretHeaders.Redacted
                ? stored.Headers.FirstOrDefault(header => string.Equals(header.Key, name, StringComparison.OrdinalIgnoreCase)).Value
                : value;
            if (kept is null)
            {
                errors.Add($"headers[\"{name}\"]", $"is {SecretHeaders.Redacted}, which stands for the stored value, but none is stored.");
            }
            else if (value == SecretHeaders.Redacted && goesElsewhere)
            {
                errors.Add($"headers[\"{name}\"]", $"is {SecretHeaders.Redacted}, which stands for the stored value, and that is not sent to another server than before: give the value.");
            }
            else
            {
                restored[name] = kept;
            }
        }

        return restored;
    }
}
