using System.Reflection;
using Microsoft.SqlServer.TransactSql.ScriptDom;
using WebhookKit.SqlServer.Static.Tests.Checking;

namespace WebhookKit.SqlServer.Static.Tests.Rules;

/// <summary>
/// Columns of a result that are given names are read by these names: there is a class that has a property for each. A result that
/// is read by place has no names.
/// </summary>
internal sealed class ResultColumnRule(Batch batch, ICollection<string> findings) : Rule(batch, findings)
{
    private static readonly HashSet<string>[] Rows = [.. RowProperties()];

    /// <summary>Read into a tuple, which has no properties.</summary>
    private static readonly string[][] Tuples = [["Now", "Live"], ["Now", "Holder"], ["Partition", "Epoch"]];

    public override void Visit(SelectStatement node)
    {
        if (node.QueryExpression is not QuerySpecification query)
        {
            return;
        }

        string[] names =
        [
            .. from element in query.SelectElements.OfType<SelectScalarExpression>()
               where element.ColumnName is not null
               select element.ColumnName.Value,
        ];
        if (names.Length > 0 && !Rows.Any(row => row.IsSupersetOf(names)) && !Tuples.Any(names.SequenceEqual))
        {
            Report(node, $"no class has all of {string.Join(", ", names)}");
        }
    }

    private static IEnumerable<HashSet<string>> RowProperties() =>
        from type in typeof(SqlServerTables).Assembly.GetTypes().Concat(Assembly.Load("WebhookKit.Relational").GetTypes())
        where type.Name.EndsWith("Row", StringComparison.Ordinal) || (type.IsNestedPrivate && !type.Name.StartsWith('<'))
        select type.GetProperties().Where(property => property.CanWrite).Select(property => property.Name).ToHashSet(StringComparer.Ordinal);
}
