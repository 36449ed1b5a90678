using System.Text;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace WebhookKit.SqlServer.Emulation.Translation;

/// <summary>Translates queries.</summary>
internal sealed class QueryTranslator(Translator translator)
{
    /// <summary>What a column is called that T-SQL gives no name.</summary>
    public const string Nameless = "?column?";

    /// <summary>Nulls come first there and last here.</summary>
    private const string Ascending = " ASC NULLS FIRST";
    private const string Descending = " DESC NULLS LAST";

    private ExpressionTranslator Expressions => translator.Expressions;

    public string Select(SelectStatement select) => With(select.WithCtesAndXmlNamespaces) + Query(select.QueryExpression);

    /// <summary>Translates the queries that stand before a statement.</summary>
    /// <param name="with">The clause.</param>
    /// <param name="rowOf">The one among them whose rows must be found again, to be changed.</param>
    public string With(WithCtesAndXmlNamespaces? with, FoundAgain? rowOf = null)
    {
        if (with is null)
        {
            return "";
        }

        if (with.XmlNamespaces is not null || with.ChangeTrackingContext is not null)
        {
            throw Translator.Unknown(with);
        }

        return $"WITH RECURSIVE {string.Join(", ", with.CommonTableExpressions.Select(cte => Cte(cte, rowOf)))} ";
    }

    /// <summary>Translates a query.</summary>
    /// <param name="query">The query.</param>
    /// <param name="rowOf">The table of the query whose rows must be found again, to be changed.</param>
    public string Query(QueryExpression query, FoundAgain? rowOf = null) => query switch
    {
        QuerySpecification specification => Specification(specification, rowOf),
        QueryParenthesisExpression inner when rowOf is null => $"({Query(inner.QueryExpression)})",
        BinaryQueryExpression binary when rowOf is null => Binary(binary),
        _ => throw Translator.Unknown(query),
    };

    public string Rows(IEnumerable<RowValue> rows) =>
        string.Join(", ", rows.Select(row => $"({Expressions.Translate(row.ColumnValues)})"));

    public string OrderBy(OrderByClause order) =>
        "ORDER BY " + string.Join(", ", order.OrderByElements.Select(element =>
            Expressions.Translate(element.Expression) + (element.SortOrder == SortOrder.Descending ? Descending : Ascending)));

    /// <summary>Translates a list of columns, each with the name that T-SQL gives it.</summary>
    public string Elements(IEnumerable<SelectElement> elements) => string.Join(", ", elements.Select(element => element switch
    {
        SelectScalarExpression { ColumnName: { } name } scalar => $"{Expressions.Translate(scalar.Expression)} AS {Names.Quote(name.Value)}",
        SelectScalarExpression { Expression: ColumnReferenceExpression column } => $"{Expressions.Translate(column)} AS {Names.Quote(column.MultiPartIdentifier.Identifiers[^1])}",
        SelectScalarExpression scalar => $"{Expressions.Translate(scalar.Expression)} AS \"{Nameless}\"",
        SelectStarExpression { Qualifier: null } => "*",
        SelectStarExpression star => $"{Names.Quote(star.Qualifier.Identifiers[^1])}.*",
        SelectSetVariable set when set.AssignmentKind == AssignmentKind.Equals => Expressions.Translate(set.Expression),
        _ => throw Translator.Unknown(element),
    }));

    private string Cte(CommonTableExpression cte, FoundAgain? rowOf)
    {
        var columns = cte.Columns.Count == 0 ? "" : $" ({string.Join(", ", cte.Columns.Select(Names.Quote))})";
        return rowOf?.Query == cte.ExpressionName.Value
            ? $"{Names.Quote(cte.ExpressionName)}{columns} AS MATERIALIZED ({Query(cte.QueryExpression, rowOf)})"
            : $"{Names.Quote(cte.ExpressionName)}{columns} AS ({Query(cte.QueryExpression)})";
    }

    private string Binary(BinaryQueryExpression binary)
    {
        var kind = binary.BinaryQueryExpressionType switch
        {
            BinaryQueryExpressionType.Union => "UNION",
            BinaryQueryExpressionType.Except => "EXCEPT",
            BinaryQueryExpressionType.Intersect => "INTERSECT",
            _ => throw Translator.Unknown(binary),
        };
        var sql = $"{Operand(binary.FirstQueryExpression)} {kind}{(binary.All ? " ALL" : "")} {Operand(binary.SecondQueryExpression)}";
        return sql + Ending(binary, top: null);
    }

    // TOP belongs to its side alone, and here only brackets say so.
    private string Operand(QueryExpression query) =>
        query is QuerySpecification { TopRowFilter: not null } ? $"({Query(query)})" : Query(query);

    private string Specification(QuerySpecification query, FoundAgain? rowOf)
    {
        var locks = new List<RowLock>();
        var sql = new StringBuilder("SELECT ");
        sql.Append(query.UniqueRowFilter == UniqueRowFilter.Distinct ? "DISTINCT " : "").Append(Elements(query.SelectElements));
        if (rowOf is not null)
        {
            sql.Append(", ").Append(rowOf.Place);
        }

        if (query.FromClause is { } from)
        {
            sql.Append(" FROM ").AppendJoin(", ", from.TableReferences.Select(table => translator.Tables.Translate(table, locks)));
        }

        if (query.WhereClause is { Cursor: null } where)
        {
            sql.Append(" WHERE ").Append(translator.Predicates.Translate(where.SearchCondition));
        }

        if (rowOf is not null && !locks.Exists(rowLock => rowLock.Alias == rowOf.Lock.Alias))
        {
            locks.Add(rowOf.Lock);
        }

        sql.Append(Grouping(query)).Append(Ending(query, query.TopRowFilter));
        if (locks.Count > 0 && (query.GroupByClause is not null || query.UniqueRowFilter == UniqueRowFilter.Distinct))
        {
            throw Translator.Unknown(query);
        }

        return sql.Append(string.Concat(locks.Select(rowLock => rowLock.Clause))).ToString();
    }

    private string Grouping(QuerySpecification query)
    {
        if (query.GroupByClause is not { } groupBy)
        {
            return query.HavingClause is null ? "" : throw Translator.Unknown(query.HavingClause);
        }

        var expressions = groupBy.GroupingSpecifications.Select(grouping =>
            grouping is ExpressionGroupingSpecification { Expression: var expression } ? expression : throw Translator.Unknown(grouping));
        var having = query.HavingClause is null ? "" : $" HAVING {translator.Predicates.Translate(query.HavingClause.SearchCondition)}";
        return $" GROUP BY {Expressions.Translate(expressions)}{having}";
    }

    private string Ending(QueryExpression query, TopRowFilter? top)
    {
        if (top is { Percent: true } or { WithTies: true } || query.ForClause is not null)
        {
            throw Translator.Unknown(query);
        }

        var sql = query.OrderByClause is null ? "" : $" {OrderBy(query.OrderByClause)}";
        if (top is not null)
        {
            sql += $" LIMIT {Expressions.Translate(top.Expression)}";
        }

        if (query.OffsetClause is { } offset)
        {
            sql += $" OFFSET {Expressions.Translate(offset.OffsetExpression)}";
            sql += offset.FetchExpression is null ? "" : $" LIMIT {Expressions.Translate(offset.FetchExpression)}";
        }

        return sql;
    }
}
