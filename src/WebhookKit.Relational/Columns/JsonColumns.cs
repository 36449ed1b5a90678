using System.Collections.ObjectModel;
using System.Text.Json;

namespace WebhookKit.Relational.Columns;

/// <summary>The columns that hold JSON. What is empty is NULL, and costs neither a byte nor a parse.</summary>
internal static class JsonColumns
{
    public static string? Write(IReadOnlyDictionary<string, string> values) =>
        values.Count == 0 ? null : JsonSerializer.Serialize(values, JsonColumnsContext.Default.IReadOnlyDictionaryStringString);

    public static string Write(IReadOnlyList<string> values) =>
        JsonSerializer.Serialize(values, JsonColumnsContext.Default.IReadOnlyListString);

    public static string? Write(RetrySettings? retry) =>
        retry is null ? null : JsonSerializer.Serialize(retry, JsonColumnsContext.Default.RetrySettings);

    public static IReadOnlyDictionary<string, string> ReadDictionary(string? json) =>
        json is null
            ? ReadOnlyDictionary<string, string>.Empty
            : JsonSerializer.Deserialize(json, JsonColumnsContext.Default.IReadOnlyDictionaryStringString)!;

    public static IReadOnlyList<string> ReadList(string json) =>
        JsonSerializer.Deserialize(json, JsonColumnsContext.Default.IReadOnlyListString)!;

    public static RetrySettings? ReadRetry(string? json) =>
        json is null ? null : JsonSerializer.Deserialize(json, JsonColumnsContext.Default.RetrySettings);
}
