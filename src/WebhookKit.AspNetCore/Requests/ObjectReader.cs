using System.Text.Json;

namespace WebhookKit.AspNetCore.Requests;

/// <summary>
/// Reads the fields of one JSON object and collects everything that is wrong with it: fields that do not exist, fields
/// given twice, missing ones and wrong types. A field that is null counts as left out.
/// </summary>
internal sealed class ObjectReader
{
    private readonly Dictionary<string, JsonElement> _values = new(StringComparer.Ordinal);
    private readonly string _path;
    private readonly bool _isObject;

    /// <param name="value">The object.</param>
    /// <param name="path">Where it is: empty for the whole body.</param>
    /// <param name="errors">Takes what is wrong.</param>
    /// <param name="fields">The fields there are.</param>
    public ObjectReader(JsonElement value, string path, FieldErrors errors, IReadOnlyList<string> fields)
    {
        _path = path;
        _isObject = value.ValueKind == JsonValueKind.Object;
        Errors = errors;
        foreach (var (name, element) in JsonValues.PropertiesOf(value, path, errors))
        {
            if (!fields.Contains(name))
            {
                errors.Add(PathOf(name), fields.Count == 0 ? "is not a field here; there are none." : $"is not a field here; the fields are {string.Join(", ", fields)}.");
            }
            else
            {
                _values[name] = element;
            }
        }
    }

    public FieldErrors Errors { get; }

    public string PathOf(string name) => _path.Length == 0 ? name : $"{_path}.{name}";

    /// <summary>The value of a field, or null where it was left out or is null.</summary>
    public JsonElement? Find(string name) =>
        _values.TryGetValue(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>The value of a field that must be there, whatever it is; null is a value too.</summary>
    public JsonElement? RequireAny(string name)
    {
        if (_values.TryGetValue(name, out var value))
        {
            return value;
        }

        AddMissing(name);
        return null;
    }

    public JsonElement? Require(string name)
    {
        if (Find(name) is { } value)
        {
            return value;
        }

        AddMissing(name);
        return null;
    }

    public string? FindText(string name) =>
        Find(name) is { } value ? JsonValues.ReadText(value, PathOf(name), Errors) : null;

    public string RequireText(string name) =>
        (Require(name) is { } value ? JsonValues.ReadText(value, PathOf(name), Errors) : null) ?? "";

    public IReadOnlyDictionary<string, string> FindMap(string name) =>
        Find(name) is { } value ? JsonValues.ReadMap(value, PathOf(name), Errors) : new Dictionary<string, string>();

    public TimeSpan? FindSeconds(string name) =>
        Find(name) is { } value ? JsonValues.ReadSeconds(value, PathOf(name), Errors) : null;

    public DateTimeOffset? FindTime(string name)
    {
        if (FindText(name) is not { } text)
        {
            return null;
        }

        if (UtcTime.TryRead(text, out var time))
        {
            return time;
        }

        Errors.Add(PathOf(name), UtcTime.Rule);
        return null;
    }

    public double? FindNumber(string name)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number))
        {
            return number;
        }

        Errors.Add(PathOf(name), $"must be a number; was {JsonValues.Name(value)}.");
        return null;
    }

    public int? FindWholeNumber(string name)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number))
        {
            return number;
        }

        Errors.Add(PathOf(name), "must be a whole number.");
        return null;
    }

    private void AddMissing(string name)
    {
        // What is no object at all is one mistake, not one for each field.
        if (_isObject)
        {
            Errors.Add(PathOf(name), "is required.");
        }
    }
}
