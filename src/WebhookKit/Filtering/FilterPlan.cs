namespace WebhookKit.Filtering;

/// <summary>A filter while it is parsed: the paths and tests so far, and everything that is wrong with it.</summary>
internal sealed class FilterPlan(string at)
{
    private const int MostConditions = 100;

    private int _tests;
    private int _conditions;

    public PathNode Root { get; } = new("");

    public List<FieldError> Errors { get; } = [];

    /// <summary>Where there are errors, there is no filter.</summary>
    public CompiledFilter? Complete(FilterExpression expression) => Errors.Count > 0 ? null : new CompiledFilter(Root, expression, _tests);

    public void Refuse(string place, string rule) => Errors.Add(new FieldError(place, rule));

    /// <summary>Counts a condition. What is too many is said once.</summary>
    public void Count()
    {
        if (++_conditions == MostConditions + 1)
        {
            Refuse(at, $"must hold at most {MostConditions} conditions.");
        }
    }

    /// <summary>Adds a test of the values at a path.</summary>
    /// <param name="path">The names.</param>
    /// <param name="test">The test.</param>
    /// <param name="reason">What to say where no value meets it.</param>
    public FilterExpression Add(IReadOnlyList<string> path, FieldTest test, string reason)
    {
        path.Aggregate(Root, (node, name) => node.Child(name)).Add(_tests, test);
        return FilterExpression.Test(_tests++, reason);
    }
}
