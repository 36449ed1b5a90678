using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace WebhookKit.SqlServer.Emulation.Translation;

/// <summary>
/// Translates the one MERGE that only inserts: no row matches <c>1 = 0</c>. Programs write it because its OUTPUT, unlike that of
/// INSERT, may name columns of the source. PostgreSQL answers inserted rows in the order in which it was given them, so that
/// both are numbered, and a row is found beside the one it was made of.
/// </summary>
internal sealed class MergeTranslator(Translator translator)
{
    private const string Source = "\"#source\"";
    private const string Inserted = "\"#inserted\"";
    private const string Number = "\"#n\"";
    private const string Alias = "\"#t\"";

    public string Merge(MergeStatement merge)
    {
        var specification = merge.MergeSpecification;
        if (specification is not
            {
                Target: NamedTableReference { TableHints.Count: 0 },
                TopRowFilter: null,
                OutputIntoClause: null,
                TableReference: InlineDerivedTable source,
                SearchCondition: BooleanComparisonExpression
                {
                    ComparisonType: BooleanComparisonType.Equals,
                    FirstExpression: IntegerLiteral { Value: "1" },
                    SecondExpression: IntegerLiteral { Value: "0" },
                },
                ActionClauses: [{ Condition: MergeCondition.NotMatched, SearchCondition: null, Action: InsertMergeAction { Source: { IsDefaultValues: false, RowValues: [var row] } } insert }],
            }
            || merge.WithCtesAndXmlNamespaces is not null)
        {
            throw Translator.Unknown(merge);
        }

        var alias = TableTranslator.AliasOf(source);
        var columns = string.Join(", ", insert.Columns.Select(OutputTranslator.NameOf));
        var values = translator.Expressions.Translate(row.ColumnValues);
        var start = $"WITH {Source} AS MATERIALIZED (SELECT *, row_number() OVER () AS {Number} FROM {translator.Tables.Translate(source, locks: null)})";
        var change = $"INSERT INTO {translator.Tables.Target(specification.Target)} ({columns}) SELECT {values} FROM {Source} AS {alias} ORDER BY {alias}.{Number}";
        if (specification.OutputClause is not { } output)
        {
            return $"{start} {change}";
        }

        var answer = translator.Outputs.Columns(output.SelectColumns, column =>
            OutputTranslator.IsInserted(column) ? $"{Alias}.{OutputTranslator.NameOf(column)}"
            : OutputTranslator.IsDeleted(column) ? throw Translator.Unknown(column)
            : null);
        return $"""
            {start}, {Inserted} AS ({change} RETURNING *)
            SELECT {answer} FROM (SELECT *, row_number() OVER () AS {Number} FROM {Inserted}) AS {Alias}
            JOIN {Source} AS {alias} ON {alias}.{Number} = {Alias}.{Number} ORDER BY {Alias}.{Number}
            """;
    }
}
