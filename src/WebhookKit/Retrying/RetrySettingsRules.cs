using System.Text.Json;

namespace WebhookKit.Retrying;

/// <summary>The rules for what an endpoint says about its retries, with the field names of the HTTP API. Pure.</summary>
internal static class RetrySettingsRules
{
    private const string Field = "retry_policy";

    public static IReadOnlyList<FieldError> Check(RetrySettings? settings)
    {
        if (settings is null)
        {
            return [];
        }

        if (new object?[] { settings.Schedule, settings.Exponential, settings.Policy }.Count(form => form is not null) != 1)
        {
            return [new FieldError(Field, "must have exactly one of a schedule, exponential and policy.")];
        }

        return [.. RetryRules.FindBroken(settings.Schedule, settings.Exponential).Select(rule => new FieldError(NameOf(rule.Property), rule.Message))];
    }

    private static string NameOf(string property) =>
        $"{Field}.{string.Join('.', property.Split('.').Select(NameOfSegment))}";

    private static string NameOfSegment(string segment)
    {
        var index = segment.IndexOf('[', StringComparison.Ordinal);
        var name = index < 0 ? segment : segment[..index];
        var unit = name is nameof(RetrySettings.Schedule) or nameof(ExponentialRetrySettings.InitialDelay) or nameof(ExponentialRetrySettings.MaxDelay)
                or nameof(ExponentialRetrySettings.MaxAge)
            ? "_seconds"
            : "";
        return JsonNamingPolicy.SnakeCaseLower.ConvertName(name) + unit + segment[name.Length..];
    }
}
