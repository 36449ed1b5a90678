using System.Reflection;

namespace WebhookKit.SqlServer.Static.Tests.Capturing;

/// <summary>
/// Queries of a type, one for each form that its text may take: every value of what is a choice, without other filters and with all
/// of them, and each filter alone. A filter that is added to the type is in them by itself.
/// </summary>
internal static class QueryShapes
{
    private const int Limit = 10;

    public static IReadOnlyList<object> Of(Type query)
    {
        var filters = query.GetProperties().Where(IsFilter).ToArray();
        var choices = filters.Where(IsChoice).ToArray();
        var others = filters.Except(choices).ToArray();
        var chosen = Combinations(choices);
        return
        [
            .. chosen.Select(values => Create(query, values)),
            .. chosen.Select(values => Create(query, [.. values, .. others.Select(Given)])),
            .. others.Select(filter => Create(query, [Given(filter)])),
        ];
    }

    public static IReadOnlyList<T> Of<T>() => [.. Of(typeof(T)).Cast<T>()];

    private static bool IsFilter(PropertyInfo property) =>
        !property.PropertyType.IsValueType || Nullable.GetUnderlyingType(property.PropertyType) is not null;

    private static bool IsChoice(PropertyInfo property) =>
        Nullable.GetUnderlyingType(property.PropertyType) is { } type && (type.IsEnum || type == typeof(bool));

    private static List<(PropertyInfo Property, object? Value)[]> Combinations(PropertyInfo[] choices)
    {
        List<(PropertyInfo, object?)[]> combinations = [[]];
        foreach (var choice in choices)
        {
            var type = Nullable.GetUnderlyingType(choice.PropertyType)!;
            object?[] values = [null, .. type.IsEnum ? Enum.GetValues(type).Cast<object>() : [true, false]];
            combinations = [.. combinations.SelectMany(so => values.Select(value => ((PropertyInfo, object?)[])[.. so, (choice, value)]))];
        }

        return combinations;
    }

    private static (PropertyInfo Property, object? Value) Given(PropertyInfo filter)
    {
        var type = Nullable.GetUnderlyingType(filter.PropertyType) ?? filter.PropertyType;
        object value =
            type == typeof(string) ? "one"
            : type == typeof(Guid) ? Guid.CreateVersion7()
            : type == typeof(DateTimeOffset) ? new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero)
            : type == typeof(EndpointId) ? EndpointId.FirstOf(0)
            : type == typeof(EventId) ? new EventId(Guid.CreateVersion7())
            : type == typeof(DeliveryId) ? new DeliveryId(Guid.CreateVersion7(), EndpointId.FirstOf(0))
            : throw new NotSupportedException($"{filter.DeclaringType!.Name}.{filter.Name} has a type that no value is known for: {type.Name}.");
        return (filter, value);
    }

    private static object Create(Type query, IEnumerable<(PropertyInfo Property, object? Value)> values)
    {
        var created = Activator.CreateInstance(query)!;
        query.GetProperty(nameof(Limit))!.SetValue(created, Limit);
        foreach (var (property, value) in values)
        {
            property.SetValue(created, value);
        }

        return created;
    }
}
