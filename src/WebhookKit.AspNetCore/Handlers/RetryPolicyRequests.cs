using System.Text.Json;
using WebhookKit.AspNetCore.Requests;

namespace WebhookKit.AspNetCore.Handlers;

/// <summary>Reads a retry policy: a schedule, delays that grow, or the name of one of the host's own.</summary>
internal static class RetryPolicyRequests
{
    private const string Path = "retry_policy";
    private static readonly string[] Fields = ["schedule_seconds", "exponential", "policy"];
    private static readonly string[] ExponentialFields = ["initial_delay_seconds", "factor", "max_delay_seconds", "max_attempts", "max_age_seconds"];

    public static RetrySettings Read(JsonElement value, FieldErrors errors, string path = Path)
    {
        var reader = new ObjectReader(value, path, errors, Fields);
        var schedule = reader.Find("schedule_seconds");
        var exponential = reader.Find("exponential");
        var policy = reader.Find("policy");
        if (value.ValueKind == JsonValueKind.Object && new[] { schedule, exponential, policy }.Count(form => form is not null) != 1)
        {
            errors.Add(path, "must have exactly one of schedule_seconds, exponential and policy; leave it out for the policy of the application.");
        }

        return new RetrySettings
        {
            Schedule = schedule is { } delays
                ? JsonValues.ReadList(delays, reader.PathOf("schedule_seconds"), errors, (item, place) => JsonValues.ReadSeconds(item, place, errors) ?? default)
                : null,
            Exponential = exponential is { } growing ? ReadExponential(growing, reader.PathOf("exponential"), errors) : null,
            Policy = policy is { } name ? JsonValues.ReadText(name, reader.PathOf("policy"), errors) : null,
        };
    }

    private static ExponentialRetrySettings ReadExponential(JsonElement value, string path, FieldErrors errors)
    {
        var reader = new ObjectReader(value, path, errors, ExponentialFields);
        var defaults = new ExponentialRetrySettings();
        return new ExponentialRetrySettings
        {
            InitialDelay = reader.FindSeconds("initial_delay_seconds") ?? defaults.InitialDelay,
            Factor = reader.FindNumber("factor") ?? defaults.Factor,
            MaxDelay = reader.FindSeconds("max_delay_seconds") ?? defaults.MaxDelay,
            MaxAttempts = reader.FindWholeNumber("max_attempts") ?? defaults.MaxAttempts,
            MaxAge = reader.FindSeconds("max_age_seconds"),
        };
    }
}
