using System.Text.Json;

namespace WebhookKit.AspNetCore.Requests;

/// <summary>Reads single JSON values. What is wrong is noted under the value's path, and something harmless is returned.</summary>
internal static class JsonValues
{
    private const double MostSeconds = 1_000_000_000;

    /// <summary>The properties of an object. One that is given twice is an error: readers differ in which one they take.</summary>
    public static IEnumerable<(string Name, JsonElement Value)> PropertiesOf(JsonElement value, string path, FieldErrors errors)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            errors.Add(path.Length == 0 ? "body" : path, $"must be a JSON object; was {Name(value)}.");
            yield break;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in value.EnumerateObject())
        {
            if (!TryGetName(property, out var name))
            {
                errors.Add(path.Length == 0 ? "body" : path, "must have names of valid Unicode.");
            }
            else if (!seen.Add(name))
            {
                errors.Add(path.Length == 0 ? name : $"{path}.{name}", "is given more than once.");
            }
            else
            {
                yield return (name, property.Value);
            }
        }
    }

    public static string? ReadText(JsonElement value, string path, FieldErrors errors)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            errors.Add(path, $"must be text; was {Name(value)}.");
            return null;
        }

        try
        {
            var text = value.GetString()!;
            if (!text.Contains('\0', StringComparison.Ordinal))
            {
                return text;
            }

            errors.Add(path, "must not hold a NUL character.");
        }
        catch (InvalidOperationException)
        {
            errors.Add(path, "must be valid Unicode: it holds half a surrogate pair.");
        }

        return null;
    }

    public static IReadOnlyDictionary<string, string> ReadMap(JsonElement value, string path, FieldErrors errors)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, element) in PropertiesOf(value, path, errors))
        {
            if (ReadText(element, $"{path}[\"{name}\"]", errors) is { } text)
            {
                map[name] = text;
            }
        }

        return map;
    }

    public static TimeSpan? ReadSeconds(JsonElement value, string path, FieldErrors errors)
    {
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var seconds) && seconds is >= 0 and <= MostSeconds)
        {
            return TimeSpan.FromSeconds(seconds);
        }

        errors.Add(path, $"must be a number of seconds from 0 to {MostSeconds:0}.");
        return null;
    }

    public static IReadOnlyList<T> ReadList<T>(JsonElement value, string path, FieldErrors errors, Func<JsonElement, string, T> read)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            errors.Add(path, $"must be a JSON array; was {Name(value)}.");
            return [];
        }

        return [.. value.EnumerateArray().Select((item, i) => read(item, $"{path}[{i}]"))];
    }

    public static string Name(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "text",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "true or false",
    };

    private static bool TryGetName(JsonProperty property, out string name)
    {
        try
        {
            name = property.Name;
            return !name.Contains('\0', StringComparison.Ordinal);
        }
        catch (InvalidOperationException)
        {
            name = "";
            return false;
        }
    }
}
