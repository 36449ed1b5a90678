using System.Text;
using System.Text.Json;

namespace WebhookKit.Filtering;

/// <summary>Reads filters: objects of conditions that all have to hold, put together by <c>$and</c>, <c>$or</c> and <c>$not</c>.</summary>
internal sealed class FilterParser
{
    internal const int MostBytes = 4096;
    internal const int Deepest = 8;

    private const string Field = "filter";
    private const string UnreadableName = "must have names that are text; one has half of a surrogate pair.";

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly FilterPlan _plan = new(Field);
    private readonly FieldParser _fields;

    private FilterParser() => _fields = new FieldParser(_plan);

    /// <summary>Parses a filter.</summary>
    /// <param name="json">Its text.</param>
    /// <param name="errors">Everything that is wrong with it, each error at its place.</param>
    /// <returns>The filter; null where there are errors.</returns>
    public static CompiledFilter? Parse(string json, out IReadOnlyList<FieldError> errors)
    {
        var parser = new FilterParser();
        errors = parser._plan.Errors;
        try
        {
            var utf8 = Strict.GetBytes(json);
            if (utf8.Length > MostBytes)
            {
                parser._plan.Refuse(Field, $"must be at most {MostBytes} bytes of JSON; was {utf8.Length}.");
                return null;
            }

            using var document = JsonDocument.Parse(utf8);
            return parser._plan.Complete(parser.ParseObject(document.RootElement, Field, depth: 1));
        }
        catch (Exception exception) when (exception is JsonException or EncoderFallbackException)
        {
            parser._plan.Refuse(Field, """must be a JSON object, such as {"order.total":{"$gte":100}}.""");
            return null;
        }
    }

    private FilterExpression ParseObject(JsonElement value, string at, int depth)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            _plan.Refuse(at, $$"""must be an object of conditions, such as {"status":"paid"}; was {{FilterText.Describe(value)}}.""");
            return Nothing;
        }

        if (depth > Deepest)
        {
            _plan.Refuse(at, $"must not be nested deeper than {Deepest} levels of $and, $or and $not.");
            return Nothing;
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        var parts = new List<FilterExpression>();
        foreach (var property in value.EnumerateObject())
        {
            if (!FilterText.TryReadName(property, out var name))
            {
                _plan.Refuse(at, UnreadableName);
            }
            else if (!names.Add(name))
            {
                _plan.Refuse($"{at}.{name}", "is there twice; put both into $and.");
            }
            else
            {
                parts.Add(ParseMember(name, property.Value, $"{at}.{name}", depth));
            }
        }

        if (!value.EnumerateObject().Any())
        {
            _plan.Refuse(at, at == Field ? "must hold a condition; for none, let it be null." : "must hold a condition.");
        }

        return FilterExpression.All(parts);
    }

    private FilterExpression ParseMember(string name, JsonElement value, string at, int depth)
    {
        switch (name)
        {
            case "$and":
                return FilterExpression.All(ParseList(value, at, depth));
            case "$or":
                return FilterExpression.Any(ParseList(value, at, depth), "None of the conditions in $or holds in the filter of the endpoint.");
            case "$not":
                return FilterExpression.Not(ParseObject(value, at, depth + 1), "What $not excludes holds in the filter of the endpoint.");
        }

        var path = name.Split('.');
        if (name.StartsWith('$'))
        {
            _plan.Refuse(at, """is not known here; there are $and, $or and $not. Other operators go below a field: {"total":{"$gte":100}}.""");
        }
        else if (path.Any(part => part.Length == 0 || part[0] == '$'))
        {
            _plan.Refuse(at, """must be the path of a field, names with a dot between them, none of them empty or an operator: {"order.total":{"$gte":100}}.""");
        }
        else
        {
            return _fields.Parse(path, value, at, depth);
        }

        return Nothing;
    }

    private List<FilterExpression> ParseList(JsonElement value, string at, int depth)
    {
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() == 0)
        {
            _plan.Refuse(at, """must be a list of at least one object of conditions, such as [{"status":"paid"},{"total":0}].""");
            return [];
        }

        return [.. value.EnumerateArray().Select((item, i) => ParseObject(item, $"{at}[{i}]", depth + 1))];
    }

    /// <summary>In the place of what is wrong. Never judges anything: with errors there is no filter.</summary>
    private static FilterExpression Nothing { get; } = FilterExpression.All([]);
}
