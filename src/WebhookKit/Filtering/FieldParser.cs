using System.Text;
using System.Text.Json;

namespace WebhookKit.Filtering;

/// <summary>Reads what a filter asks of one field: a value that it is to equal, or operators that all have to hold.</summary>
internal sealed class FieldParser(FilterPlan plan)
{
    private const int MostValues = 100;
    private const string Known = "$eq, $neq, $gt, $gte, $lt, $lte, $in, $nin, $exist, $startsWith, $endsWith and $not";

    public FilterExpression Parse(IReadOnlyList<string> path, JsonElement value, string at, int depth)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return Equal(path, [(value, at)], "$eq");
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        var parts = new List<FilterExpression>();
        foreach (var property in value.EnumerateObject())
        {
            if (!FilterText.TryReadName(property, out var name) || !name.StartsWith('$'))
            {
                plan.Refuse($"{at}.{name}", $"is not an operator; there are {Known}. A field of a field is written with a dot: \"{string.Join('.', path)}.{name}\".");
            }
            else if (!names.Add(name))
            {
                plan.Refuse($"{at}.{name}", "is there twice; put both into $and.");
            }
            else
            {
                parts.Add(ParseOperator(path, name, property.Value, $"{at}.{name}", depth));
            }
        }

        if (!value.EnumerateObject().Any())
        {
            plan.Refuse(at, $"must be a value or hold an operator; there are {Known}.");
        }

        return FilterExpression.All(parts);
    }

    private FilterExpression ParseOperator(IReadOnlyList<string> path, string name, JsonElement value, string at, int depth)
    {
        switch (name)
        {
            case "$eq":
                return Equal(path, [(value, at)], name);
            case "$neq":
                return FilterExpression.Not(Equal(path, [(value, at)], name), Reason(path, name));
            case "$in":
                return EqualToOneOf(path, value, at, name);
            case "$nin":
                return FilterExpression.Not(EqualToOneOf(path, value, at, name), Reason(path, name));
            case "$gt" or "$gte" or "$lt" or "$lte":
                return Compare(path, value, at, name);
            case "$startsWith" or "$endsWith":
                return Affix(path, value, at, name);
            case "$exist":
                return Exist(path, value, at, name);
            case "$not" when depth == FilterParser.Deepest:
                plan.Refuse(at, $"must not be nested deeper than {FilterParser.Deepest} levels of $and, $or and $not.");
                return FilterExpression.All([]);
            case "$not":
                return FilterExpression.Not(Parse(path, value, at, depth + 1), Reason(path, name));
            default:
                plan.Refuse(at, $"is not an operator; there are {Known}.");
                return FilterExpression.All([]);
        }
    }

    private FilterExpression EqualToOneOf(IReadOnlyList<string> path, JsonElement value, string at, string name)
    {
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() is 0 or > MostValues)
        {
            plan.Refuse(at, $"must be a list of 1 to {MostValues} values, such as [\"paid\",\"shipped\"].");
            return FilterExpression.All([]);
        }

        return Equal(path, [.. value.EnumerateArray().Select((item, i) => (item, $"{at}[{i}]"))], name);
    }

    private FilterExpression Equal(IReadOnlyList<string> path, IReadOnlyList<(JsonElement Value, string At)> wanted, string name)
    {
        plan.Count();
        var values = new List<FilterValue>(wanted.Count);
        foreach (var (element, at) in wanted)
        {
            if (ReadValue(element) is { } value)
            {
                values.Add(value);
            }
            else
            {
                plan.Refuse(at, $"must be text, a number, true, false or null; was {FilterText.Describe(element)}. For one of several values, there is $in.");
            }
        }

        var reason = Reason(path, name);
        var equal = plan.Add(path, new EqualityTest(values), reason);

        // Whether a publisher writes fields that are null, or leaves them out, is a setting of its serializer.
        return values.Any(value => value.Type == JsonTokenType.Null)
            ? FilterExpression.Any([equal, FilterExpression.Not(plan.Add(path, new ExistenceTest(), reason), reason)], reason)
            : equal;
    }

    private FilterExpression Compare(IReadOnlyList<string> path, JsonElement value, string at, string name)
    {
        plan.Count();
        var order = new FilterOrder(Above: name[1] == 'g', OrEqual: name.EndsWith('e'));
        if (ReadValue(value) is { Type: JsonTokenType.Number or JsonTokenType.String } bound)
        {
            FieldTest test = bound.Type == JsonTokenType.Number ? new NumberOrderTest(bound.Utf8, order) : new TextOrderTest(bound.Utf8, order);
            return plan.Add(path, test, Reason(path, name));
        }

        plan.Refuse(at, $"must be a number or text; was {FilterText.Describe(value)}.");
        return FilterExpression.All([]);
    }

    private FilterExpression Affix(IReadOnlyList<string> path, JsonElement value, string at, string name)
    {
        plan.Count();
        if (ReadValue(value) is { Type: JsonTokenType.String } affix)
        {
            return plan.Add(path, new AffixTest(affix.Utf8, atEnd: name == "$endsWith"), Reason(path, name));
        }

        plan.Refuse(at, $"must be text; was {FilterText.Describe(value)}.");
        return FilterExpression.All([]);
    }

    private FilterExpression Exist(IReadOnlyList<string> path, JsonElement value, string at, string name)
    {
        plan.Count();
        var reason = Reason(path, name);
        switch (value.ValueKind)
        {
            case JsonValueKind.True:
                return plan.Add(path, new ExistenceTest(), reason);
            case JsonValueKind.False:
                return FilterExpression.Not(plan.Add(path, new ExistenceTest(), reason), reason);
            default:
                plan.Refuse(at, $"must be true or false; was {FilterText.Describe(value)}.");
                return FilterExpression.All([]);
        }
    }

    /// <summary>Null where it is not a plain value, or text whose escapes are none.</summary>
    private static FilterValue? ReadValue(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => FilterText.TryReadText(value, out var text) ? new FilterValue(JsonTokenType.String, Encoding.UTF8.GetBytes(text)) : null,
        JsonValueKind.Number => new FilterValue(JsonTokenType.Number, Encoding.UTF8.GetBytes(value.GetRawText())),
        JsonValueKind.True => new FilterValue(JsonTokenType.True, []),
        JsonValueKind.False => new FilterValue(JsonTokenType.False, []),
        JsonValueKind.Null => new FilterValue(JsonTokenType.Null, []),
        _ => null,
    };

    private static string Reason(IReadOnlyList<string> path, string name) =>
        $"The condition on {string.Join('.', path)} ({name}) does not hold in the filter of the endpoint.";
}
