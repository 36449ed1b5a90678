using System.Text.Json;
using WebhookKit.AspNetCore.Requests;

namespace WebhookKit.AspNetCore.Handlers;

/// <summary>Reads a retry policy: a schedule, or delays that grow.</summary>
internal static class RetryPolicyRequests
{
    private const string Path = "retry_policy";
    private static readonly string[] Fields = ["schedule_seconds", "exponential"];
    private static readonly string[] ExponentialFields = ["initial_delay_seconds", "factor", "max_delay_seconds", "max_attempts"];

    public static RetrySettings Read(JsonElement value, FieldErrors errors)
    {
        var reader = new ObjectReader(value, Path, errors, Fields);
        var schedule = reader.Find("schedule_seconds");
        var exponential = reader.Find("exponential");
        if (value.ValueKind == JsonValueKind.Object && (schedule is null) == (exponential is null))
        {
            errors.Add(Path, "must have either schedule_seconds or exponential; leave it out for the policy of the application.");
        }

        return new RetrySettings
        {
            Schedule = schedule is { } delays
                ? JsonValues.ReadList(delays, reader.PathOf("schedule_seconds"), errors, (item, path) => JsonValues.ReadSeconds(item, path, errors) ?? default)
                : null,
            Exponential = exponential is { } growing ? ReadExponential(growing, reader.PathOf("exponential"), errors) : null,
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
        };
    }
}
