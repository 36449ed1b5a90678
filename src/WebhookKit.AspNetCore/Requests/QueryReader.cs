using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace WebhookKit.AspNetCore.Requests;

/// <summary>Reads the query string and collects everything that is wrong with it. A misspelled filter must not list everything.</summary>
internal sealed class QueryReader
{
    public const int DefaultLimit = 50;
    public const int MostAtOnce = 200;

    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly FieldErrors _errors = new();

    public QueryReader(IQueryCollection query, IReadOnlyList<string> names)
    {
        foreach (var (name, values) in query)
        {
            if (!names.Contains(name))
            {
                _errors.Add(name, names.Count == 0 ? "is not a parameter here; there are none." : $"is not a parameter here; the parameters are {string.Join(", ", names)}.");
            }
            else if (values is not [{ Length: > 0 } value])
            {
                _errors.Add(name, "must be given once, with a value.");
            }
            else if (value.Any(char.IsControl))
            {
                // Databases refuse some of them.
                _errors.Add(name, "must not hold control characters.");
            }
            else
            {
                _values[name] = value;
            }
        }
    }

    public void ThrowIfAnyError() => _errors.ThrowIfAny();

    public string? FindText(string name) => _values.GetValueOrDefault(name);

    public T? Find<T>(string name, string rule)
        where T : struct, IParsable<T>
    {
        if (!_values.TryGetValue(name, out var text))
        {
            return null;
        }

        if (T.TryParse(text, null, out var value))
        {
            return value;
        }

        _errors.Add(name, rule);
        return null;
    }

    public T? FindCursor<T>(string name = "cursor")
        where T : struct, IParsable<T>
    {
        if (!_values.TryGetValue(name, out var text))
        {
            return null;
        }

        if (ListCursor.TryRead<T>(text, out var last))
        {
            return last;
        }

        _errors.Add(name, "must be the next_cursor of a page of this list.");
        return null;
    }

    public int Limit()
    {
        if (!_values.TryGetValue("limit", out var text))
        {
            return DefaultLimit;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= MostAtOnce)
        {
            return limit;
        }

        _errors.Add("limit", $"must be a whole number from 1 to {MostAtOnce}.");
        return DefaultLimit;
    }

    public DateTimeOffset? FindTime(string name)
    {
        if (!_values.TryGetValue(name, out var text))
        {
            return null;
        }

        if (UtcTime.TryRead(text, out var time))
        {
            return time;
        }

        _errors.Add(name, UtcTime.Rule);
        return null;
    }

    public T? FindOneOf<T>(string name, IReadOnlyDictionary<string, T> values)
        where T : struct
    {
        if (!_values.TryGetValue(name, out var text))
        {
            return null;
        }

        if (values.TryGetValue(text, out var value))
        {
            return value;
        }

        _errors.Add(name, $"must be one of {string.Join(", ", values.Keys)}.");
        return null;
    }
}
