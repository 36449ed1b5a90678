using System.Reflection;

namespace WebhookKit.SqlServer.Static.Tests.Capturing;

/// <summary>
/// Every text that the store's assembly can send: the properties of its classes named <c>…Sql</c>, and what their methods make of
/// queries.
/// </summary>
internal static class KnownTexts
{
    private const string Suffix = "Sql";

    /// <summary>The texts with their names.</summary>
    /// <param name="tables">The names of the tables in the texts.</param>
    public static IReadOnlyDictionary<string, string> Of(SqlServerTables tables)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var type in typeof(SqlServerTables).Assembly.GetTypes().Where(IsOfStatements))
        {
            var statements = (type.GetConstructor([]) is null ? Activator.CreateInstance(type, tables) : Activator.CreateInstance(type))!;
            foreach (var (name, text) in PropertiesOf(statements).Concat(ResultsOf(statements)))
            {
                texts.TryAdd(text, name);
            }
        }

        return texts;
    }

    private static bool IsOfStatements(Type type) =>
        type is { IsClass: true, IsAbstract: false } && type.Name.EndsWith(Suffix, StringComparison.Ordinal) && !type.Name.Contains('<');

    private static IEnumerable<(string Name, string Text)> PropertiesOf(object statements) =>
        from property in statements.GetType().GetProperties()
        where property.PropertyType == typeof(string)
        select ($"{statements.GetType().Name}.{property.Name}", (string)property.GetValue(statements)!);

    private static IEnumerable<(string Name, string Text)> ResultsOf(object statements) =>
        from method in statements.GetType().GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        where method.ReturnType == typeof(string) && !method.IsSpecialName
        let query = method.GetParameters().Single().ParameterType
        from shape in QueryShapes.Of(query)
        select ($"{statements.GetType().Name}.{method.Name}({Describe(shape)})", (string)method.Invoke(statements, [shape])!);

    private static string Describe(object query)
    {
        var filters = from property in query.GetType().GetProperties()
                      let value = property.GetValue(query)
                      where value is not (null or int)
                      select value is Enum or bool ? $"{property.Name} {value}" : property.Name;
        return string.Join(", ", filters);
    }
}
