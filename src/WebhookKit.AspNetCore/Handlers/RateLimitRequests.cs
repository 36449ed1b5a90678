using System.Text.Json;
using WebhookKit.AspNetCore.Requests;

namespace WebhookKit.AspNetCore.Handlers;

/// <summary>Reads a rate limit.</summary>
internal static class RateLimitRequests
{
    private static readonly string[] Fields = ["per_second", "burst"];

    public static EndpointRateLimit Read(JsonElement value, FieldErrors errors)
    {
        var reader = new ObjectReader(value, "rate_limit", errors, Fields);
        if (value.ValueKind == JsonValueKind.Object)
        {
            reader.Require("per_second");
        }

        return new EndpointRateLimit { PerSecond = reader.FindNumber("per_second") ?? 0, Burst = reader.FindWholeNumber("burst") };
    }
}
