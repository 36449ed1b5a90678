using System.Text.Json;
using System.Text.Json.Serialization;

namespace WebhookKit.AspNetCore.Answers;

internal sealed class EndpointDocument
{
    public required string Id { get; init; }

    public required string Url { get; init; }

    public required IReadOnlyList<string> Events { get; init; }

    public required string Owner { get; init; }

    public string? Description { get; init; }

    public required IReadOnlyDictionary<string, string> Metadata { get; init; }

    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    public RetryPolicyDocument? RetryPolicy { get; init; }

    public RateLimitDocument? RateLimit { get; init; }

    public JsonElement? Filter { get; init; }

    public TlsDocument? Tls { get; init; }

    public OrderingDocument? Ordering { get; init; }

    public IReadOnlyList<string>? Signers { get; init; }

    public required string Status { get; init; }

    public string? StatusReason { get; init; }

    public DateTime? FailingSince { get; init; }

    public CircuitDocument? Circuit { get; init; }

    public required DateTime CreatedAt { get; init; }

    public required DateTime UpdatedAt { get; init; }

    /// <summary>Only in the answer that creates or rotates it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Secret { get; init; }

    public static EndpointDocument From(WebhookEndpoint endpoint, DateTimeOffset now, WebhookSecret? secret = null) => new()
    {
        Id = endpoint.Id.ToString(),
        Url = endpoint.Url,
        Events = endpoint.Events,
        Owner = endpoint.Owner,
        Description = endpoint.Description,
        Metadata = endpoint.Metadata,
        Headers = SecretHeaders.Show(endpoint.Headers),
        RetryPolicy = endpoint.Retry is { } retry ? RetryPolicyDocument.From(retry) : null,
        RateLimit = RateLimitDocument.From(endpoint.RateLimit),
        Filter = endpoint.Filter is { } filter ? JsonElement.Parse(filter) : null,
        Tls = TlsDocument.From(endpoint.Tls),
        Ordering = OrderingDocument.From(endpoint.Ordering),
        Signers = endpoint.Signers,
        Status = ApiNames.Of(endpoint.Status),
        StatusReason = endpoint.StatusReason,
        FailingSince = endpoint.FailingSince?.UtcDateTime,
        Circuit = CircuitDocument.From(endpoint.Circuit, now),
        CreatedAt = endpoint.CreatedAt.UtcDateTime,
        UpdatedAt = endpoint.UpdatedAt.UtcDateTime,
        Secret = secret?.Reveal(),
    };
}
