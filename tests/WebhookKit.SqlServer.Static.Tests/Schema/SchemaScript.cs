using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace WebhookKit.SqlServer.Static.Tests.Schema;

/// <summary>The script that makes the schema, taken apart.</summary>
internal sealed class SchemaScript
{
    private readonly List<TSqlStatement> _statements;

    public SchemaScript(string text, string schemaName)
    {
        SchemaName = schemaName;
        _statements = [.. SqlParsing.Parse(text).Batches.SelectMany(batch => batch.Statements)];
        Tables = _statements.OfType<CreateTableStatement>()
            .Select(created => Table.Of(SqlParsing.NameOf(created.SchemaObjectName), created.Definition))
            .ToDictionary(NameOf);
        RowTypes = RowTypeStatements.Select(created => Table.Of(SqlParsing.NameOf(created.Name), created.Definition)).ToDictionary(NameOf);
    }

    public string SchemaName { get; }

    /// <summary>By name, such as <c>hooks.queue</c>.</summary>
    public IReadOnlyDictionary<string, Table> Tables { get; }

    /// <summary>By name, such as <c>hooks.key_rows</c>.</summary>
    public IReadOnlyDictionary<string, Table> RowTypes { get; }

    public IEnumerable<CreateIndexStatement> Indexes => _statements.OfType<CreateIndexStatement>();

    /// <summary>What defines objects, one text each.</summary>
    public IEnumerable<string> Definitions =>
        _statements.Where(statement => IsDefinition(statement) && statement is not AlterTableStatement).Select(SqlParsing.TextOf);

    /// <summary>What a procedure may hold: rows that are inserted, settings, transactions.</summary>
    public IEnumerable<string> Others => _statements.Where(statement => !IsDefinition(statement)).Select(SqlParsing.TextOf);

    private IEnumerable<CreateTypeTableStatement> RowTypeStatements => _statements.OfType<CreateTypeTableStatement>();

    /// <summary>The columns and keys of a row type.</summary>
    public TableDefinition DefinitionOf(string rowType) =>
        RowTypeStatements.Single(created => SqlParsing.NameOf(created.Name) == rowType).Definition;

    private static bool IsDefinition(TSqlStatement statement) =>
        statement is CreateTableStatement or CreateIndexStatement or CreateTypeTableStatement or AlterTableStatement;

    private static string NameOf(Table table) => table.Name;
}
