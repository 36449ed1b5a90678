namespace WebhookKit.Filtering;

/// <summary>What the tests of the fields are put together to. Immutable.</summary>
internal sealed class FilterExpression
{
    private readonly FilterExpressionKind _kind;
    private readonly int _test;
    private readonly FilterExpression[] _parts;
    private readonly string _reason;

    private FilterExpression(FilterExpressionKind kind, int test, FilterExpression[] parts, string reason)
    {
        _kind = kind;
        _test = test;
        _parts = parts;
        _reason = reason;
    }

    /// <param name="index">The place of the test's answer.</param>
    /// <param name="reason">What to say where it does not hold.</param>
    public static FilterExpression Test(int index, string reason) => new(FilterExpressionKind.Test, index, [], reason);

    public static FilterExpression All(IReadOnlyList<FilterExpression> parts) =>
        parts.Count == 1 ? parts[0] : new(FilterExpressionKind.All, 0, [.. parts], "");

    public static FilterExpression Any(IReadOnlyList<FilterExpression> parts, string reason) => new(FilterExpressionKind.Any, 0, [.. parts], reason);

    public static FilterExpression Not(FilterExpression part, string reason) => new(FilterExpressionKind.Not, 0, [part], reason);

    /// <summary>Whether it holds.</summary>
    /// <param name="met">The answers of the tests.</param>
    public bool Holds(ReadOnlySpan<bool> met)
    {
        switch (_kind)
        {
            case FilterExpressionKind.Test:
                return met[_test];
            case FilterExpressionKind.Not:
                return !_parts[0].Holds(met);
            default:
                var decides = _kind == FilterExpressionKind.Any;
                foreach (var part in _parts)
                {
                    if (part.Holds(met) == decides)
                    {
                        return decides;
                    }
                }

                return !decides;
        }
    }

    /// <summary>Says why it does not hold: the first condition of those that all have to.</summary>
    /// <param name="met">The answers of the tests, by which it does not hold.</param>
    public string Explain(ReadOnlySpan<bool> met)
    {
        if (_kind == FilterExpressionKind.All)
        {
            foreach (var part in _parts)
            {
                if (!part.Holds(met))
                {
                    return part.Explain(met);
                }
            }
        }

        return _reason;
    }
}
