using System.Text.Json.Serialization;

namespace WebhookKit.AspNetCore.Answers;

internal sealed class RateLimitDocument
{
    public required double PerSecond { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Burst { get; init; }

    public static RateLimitDocument? From(EndpointRateLimit? limit) =>
        limit is null ? null : new() { PerSecond = limit.PerSecond, Burst = limit.Burst };
}
