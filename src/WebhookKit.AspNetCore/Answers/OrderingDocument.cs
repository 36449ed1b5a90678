using System.Text.Json.Serialization;

namespace WebhookKit.AspNetCore.Answers;

internal sealed class OrderingDocument
{
    public required string Mode { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? SkipAfter { get; init; }

    public static OrderingDocument? From(EndpointOrdering? ordering) =>
        ordering is null ? null : new() { Mode = ApiNames.Of(ordering.Mode), SkipAfter = ordering.SkipAfter };
}
