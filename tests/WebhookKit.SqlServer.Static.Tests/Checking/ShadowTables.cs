using System.Globalization;
using Microsoft.SqlServer.TransactSql.ScriptDom;
using WebhookKit.SqlServer.Static.Tests.Schema;

namespace WebhookKit.SqlServer.Static.Tests.Checking;

/// <summary>
/// The model knows the columns of tables, but not those of table variables, row types and the server's own views: for each of these it
/// is given a table of the same definition, and the text is rewritten to use that.
/// </summary>
internal sealed class ShadowTables(SchemaScript schema)
{
    /// <summary>What statements use of the server's own views, by their names.</summary>
    private static readonly Dictionary<string, string> ServersViews = new(StringComparer.Ordinal)
    {
        ["INFORMATION_SCHEMA.SCHEMATA"] = "SCHEMA_NAME sysname NOT NULL",
        ["INFORMATION_SCHEMA.TABLES"] = "TABLE_SCHEMA sysname NOT NULL, TABLE_NAME sysname NOT NULL",
    };

    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly List<string> _definitions = [];

    /// <summary>The tables that are needed by what was rewritten until now.</summary>
    public IReadOnlyList<string> Definitions => _definitions;

    public string Rewrite(Batch batch)
    {
        var reader = new ReferenceReader();
        batch.Procedure.Accept(reader);
        var text = batch.Text;
        foreach (var (reference, name) in reader.References.OrderByDescending(found => found.Where.StartOffset))
        {
            if (DefinitionOf(batch, name) is { } definition)
            {
                text = text.Remove(reference.StartOffset, reference.FragmentLength).Insert(reference.StartOffset, NameOf(definition));
            }
        }

        return text;
    }

    private string? DefinitionOf(Batch batch, string name) =>
        batch.RowParameters.TryGetValue(name, out var type) ? SqlParsing.TextOf(schema.DefinitionOf(type))
        : batch.Declared.TryGetValue(name, out var declared) ? SqlParsing.TextOf(declared)
        : ServersViews.GetValueOrDefault(name);

    private string NameOf(string definition)
    {
        if (!_names.TryGetValue(definition, out var name))
        {
            name = string.Create(CultureInfo.InvariantCulture, $"[{schema.SchemaName}].[shadow{_names.Count}]");
            _names.Add(definition, name);
            _definitions.Add($"CREATE TABLE {name} ({definition});");
        }

        return name;
    }

    private sealed class ReferenceReader : TSqlFragmentVisitor
    {
        public List<(TSqlFragment Where, string Name)> References { get; } = [];

        public override void Visit(VariableTableReference node) => References.Add((node.Variable, node.Variable.Name));

        public override void Visit(NamedTableReference node) => References.Add((node.SchemaObject, SqlParsing.NameOf(node.SchemaObject)));
    }
}
