using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace WebhookKit.SqlServer.Emulation.Translation;

/// <summary>Translates what makes and drops schemas, tables, indexes, sequences and table types.</summary>
internal static class DefinitionTranslator
{
    /// <summary>Translates a definition.</summary>
    /// <returns>The statements that make it; <see langword="null"/> when it is none.</returns>
    public static IReadOnlyList<string>? Translate(TSqlStatement statement) => statement switch
    {
        CreateSchemaStatement { StatementList: null or { Statements.Count: 0 } } schema =>
            [$"CREATE SCHEMA {Names.Quote(schema.Name)}{(schema.Owner is null ? "" : $" AUTHORIZATION {Names.Quote(schema.Owner)}")}"],
        CreateTableStatement { SelectStatement: null, CtasColumns.Count: 0 } table => TableDefinitionTranslator.Table(table),
        CreateTypeTableStatement type => TableDefinitionTranslator.Type(type),
        CreateIndexStatement index => Index(index),
        CreateSequenceStatement sequence => Sequence(sequence),
        AlterTableSetStatement set => Set(set),
        DropTableStatement drop => Drop(drop, "TABLE", Names.Quote),
        DropTypeStatement drop => [$"DROP TABLE {(drop.IsIfExists ? "IF EXISTS " : "")}{Names.QuoteTypeTable(drop.Name)}"],
        DropSequenceStatement drop => Drop(drop, "SEQUENCE", Names.Quote),
        DropSchemaStatement drop => [$"DROP SCHEMA {(drop.IsIfExists ? "IF EXISTS " : "")}{Names.Quote(drop.Schema)}"],
        TruncateTableStatement truncate => [$"TRUNCATE {Names.Quote(truncate.TableName)}"],
        _ => null,
    };

    private static List<string> Drop(DropObjectsStatement drop, string kind, Func<SchemaObjectName, string> quote) =>
        [.. drop.Objects.Select(name => $"DROP {kind} {(drop.IsIfExists ? "IF EXISTS " : "")}{quote(name)}")];

    private static List<string> Index(CreateIndexStatement index)
    {
        var translator = new Translator(new BatchScope());
        var include = index.IncludeColumns.Count == 0 ? "" : $" INCLUDE ({string.Join(", ", index.IncludeColumns.Select(OutputTranslator.NameOf))})";
        var where = index.FilterPredicate is null ? "" : $" WHERE {translator.Predicates.Translate(index.FilterPredicate)}";
        var name = Names.QuoteIndex(index.OnName.BaseIdentifier.Value, index.Name.Value, isConstraint: false);
        return [$"CREATE {(index.Unique ? "UNIQUE " : "")}INDEX {name} ON {Names.Quote(index.OnName)} ({Keys(index.Columns)}){include}{(index.Unique ? " NULLS NOT DISTINCT" : "")}{where}"];
    }

    /// <summary>Columns of an index in their order. Nulls come first, so that the index serves ORDER BY.</summary>
    public static string Keys(IEnumerable<ColumnWithSortOrder> columns) => string.Join(", ", columns.Select(column =>
        OutputTranslator.NameOf(column.Column) + (column.SortOrder == SortOrder.Descending ? " DESC NULLS LAST" : " ASC NULLS FIRST")));

    private static List<string> Sequence(CreateSequenceStatement sequence)
    {
        var options = string.Concat(sequence.SequenceOptions.Select(option => option switch
        {
            DataTypeSequenceOption type => $" AS {Types.ToPostgreSql(Types.Of(type.DataType))}",
            ScalarExpressionSequenceOption { OptionKind: SequenceOptionKind.Start } start => $" START WITH {Value(start)}",
            ScalarExpressionSequenceOption { OptionKind: SequenceOptionKind.Increment } step => $" INCREMENT BY {Value(step)}",
            { OptionKind: SequenceOptionKind.Cache } => "",
            _ => throw Translator.Unknown(option),
        }));
        return [$"CREATE SEQUENCE {Names.Quote(sequence.Name)}{options}"];
    }

    private static string Value(ScalarExpressionSequenceOption option) =>
        new Translator(new BatchScope()).Expressions.Translate(option.OptionValue);

    // How locks grow is SQL Server's own affair.
    private static List<string> Set(AlterTableSetStatement set) =>
        set.Options.All(option => option is LockEscalationTableOption) ? [] : throw Translator.Unknown(set);
}
