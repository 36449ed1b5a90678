using System.Text.Json.Serialization;

namespace WebhookKit.AspNetCore.Answers;

internal sealed class ExponentialDocument
{
    public required double InitialDelaySeconds { get; init; }

    public required double Factor { get; init; }

    public required double MaxDelaySeconds { get; init; }

    public required int MaxAttempts { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? MaxAgeSeconds { get; init; }
}
