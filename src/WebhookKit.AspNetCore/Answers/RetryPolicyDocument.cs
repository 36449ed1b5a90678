using System.Text.Json.Serialization;

namespace WebhookKit.AspNetCore.Answers;

internal sealed class RetryPolicyDocument
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<double>? ScheduleSeconds { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ExponentialDocument? Exponential { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Policy { get; init; }

    public static RetryPolicyDocument From(RetrySettings settings) => new()
    {
        ScheduleSeconds = settings.Schedule?.Select(delay => delay.TotalSeconds).ToArray(),
        Exponential = settings.Exponential is { } exponential
            ? new ExponentialDocument
            {
                InitialDelaySeconds = exponential.InitialDelay.TotalSeconds,
                Factor = exponential.Factor,
                MaxDelaySeconds = exponential.MaxDelay.TotalSeconds,
                MaxAttempts = exponential.MaxAttempts,
                MaxAgeSeconds = exponential.MaxAge?.TotalSeconds,
            }
            : null,
        Policy = settings.Policy,
    };
}
