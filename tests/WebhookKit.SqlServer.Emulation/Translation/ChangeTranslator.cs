using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace WebhookKit.SqlServer.Emulation.Translation;

/// <summary>
/// Translates UPDATE and DELETE. Where PostgreSQL has the same form, it is used: it waits for a row that another transaction
/// changes and looks at it again. Elsewhere rows are found and locked first, and then changed by their place.
/// </summary>
internal sealed class ChangeTranslator(
    Translator translator, UpdateDeleteSpecificationBase specification, WithCtesAndXmlNamespaces? with, IReadOnlyList<AssignmentSetClause> sets)
{
    private const string Changed = "\"#t\"";
    private const string Rows = "\"#rows\"";

    private readonly ChangeTarget _target = ChangeTarget.Of(specification, with);
    private readonly bool _isDelete = specification is DeleteSpecification;

    private string Target => translator.Tables.Target(_target.Table);

    public string Translate()
    {
        translator.Tables.LockAhead(_target.Table, _target.Hints);
        if (IsSame)
        {
            return Same();
        }

        return _target.Cte is null ? Found() : FoundByQuery(_target.Cte);
    }

    private bool IsSame =>
        _target.Cte is null
        && specification.TopRowFilter is null
        && !_target.Hints.SkipsLocked
        && (_isDelete || !OutputTranslator.Mentions(specification, OutputTranslator.IsDeleted))
        && (specification.FromClause?.TableReferences.All(IsInner) ?? true);

    private static bool IsInner(TableReference table) => table switch
    {
        QualifiedJoin join => join.QualifiedJoinType == QualifiedJoinType.Inner && IsInner(join.FirstTableReference) && IsInner(join.SecondTableReference),
        NamedTableReference or VariableTableReference => true,
        _ => false,
    };

    private string Same()
    {
        var others = new List<string>();
        var conditions = new List<string>();
        foreach (var table in specification.FromClause?.TableReferences ?? [])
        {
            Split(table, others, conditions);
        }

        if (specification.WhereClause is { } where)
        {
            conditions.Add(Condition(where));
        }

        var from = others.Count == 0 ? "" : $" {(_isDelete ? "USING" : "FROM")} {string.Join(", ", others)}";
        var whole = conditions.Count == 0 ? "" : $" WHERE {string.Join(" AND ", conditions.Select(condition => $"({condition})"))}";
        var change = _isDelete
            ? $"DELETE FROM {Target} AS {_target.Alias}{from}{whole}"
            : $"UPDATE {Target} AS {_target.Alias} SET {Sets(set => translator.Expressions.Translate(set.NewValue))}{from}{whole}";
        return translator.Outputs.Add(translator.Queries.With(with), change, specification, column =>
            OutputTranslator.IsInserted(column) || OutputTranslator.IsDeleted(column) ? $"{_target.Alias}.{OutputTranslator.NameOf(column)}" : null);
    }

    private void Split(TableReference table, List<string> others, List<string> conditions)
    {
        if (table is QualifiedJoin join)
        {
            Split(join.FirstTableReference, others, conditions);
            Split(join.SecondTableReference, others, conditions);
            conditions.Add(translator.Predicates.Translate(join.SearchCondition));
        }
        else if (!ReferenceEquals(table, _target.Table))
        {
            others.Add(translator.Tables.Translate(table, locks: null));
        }
    }

    private string Found()
    {
        // Hints of other tables would lock their rows too; only those of the target are kept.
        var ignored = new List<RowLock>();
        var from = specification.FromClause is null
            ? translator.Tables.Translate(_target.Table, ignored)
            : string.Join(", ", specification.FromClause.TableReferences.Select(table => translator.Tables.Translate(table, ignored)));
        var rowLock = new RowLock(_target.Alias, _target.Hints.SkipsLocked);
        return Change(translator.Queries.With(with), from, $"{_target.Alias}.ctid", _target.Alias, rowLock.Clause);
    }

    private string FoundByQuery(CommonTableExpression cte)
    {
        if (specification.FromClause is not null)
        {
            throw Translator.Unknown(specification.FromClause);
        }

        var rowOf = new FoundAgain(cte.ExpressionName.Value, new RowLock(_target.Alias, _target.Hints.SkipsLocked));
        var name = Names.Quote(cte.ExpressionName);
        return Change(translator.Queries.With(with, rowOf), name, $"{name}.{FoundAgain.Row}", name, locking: "");
    }

    private string Change(string before, string from, string row, string alias, string locking)
    {
        var carried = OutputTranslator.ColumnsOf(specification).Where(column => !IsOfChangedRow(column)).ToList();

        var columns = new List<string> { $"{row} AS {FoundAgain.Row}" };
        columns.AddRange(sets.Select((set, i) => $"{translator.Expressions.Translate(set.NewValue)} AS \"#set{i}\""));
        columns.AddRange(carried.Select((column, i) =>
            $"{(OutputTranslator.IsDeleted(column) ? $"{alias}.{OutputTranslator.NameOf(column)}" : translator.Expressions.Column(column))} AS \"#old{i}\""));
        var where = specification.WhereClause is null ? "" : $" WHERE {Condition(specification.WhereClause)}";
        var top = specification.TopRowFilter is null ? "" : $" LIMIT {Top(specification.TopRowFilter)}";
        var found = $"{Rows} AS MATERIALIZED (SELECT {string.Join(", ", columns)} FROM {from}{where}{top}{locking})";
        var start = before.Length == 0 ? "WITH " : before.TrimEnd() + ", ";

        var same = $"{Changed}.ctid = {Rows}.{FoundAgain.Row}";
        var change = _isDelete
            ? $"DELETE FROM {Target} AS {Changed} USING {Rows} WHERE {same}"
            : $"UPDATE {Target} AS {Changed} SET {Sets(set => $"{Rows}.\"#set{sets.ToList().IndexOf(set)}\"")} FROM {Rows} WHERE {same}";
        return translator.Outputs.Add($"{start}{found} ", change, specification, column =>
            IsOfChangedRow(column) ? $"{Changed}.{OutputTranslator.NameOf(column)}" : $"{Rows}.\"#old{carried.IndexOf(column)}\"");
    }

    private bool IsOfChangedRow(ColumnReferenceExpression column) =>
        _isDelete ? OutputTranslator.IsDeleted(column) : OutputTranslator.IsInserted(column);

    private string Sets(Func<AssignmentSetClause, string> value) =>
        string.Join(", ", sets.Select(set => $"{OutputTranslator.NameOf(set.Column)} = {value(set)}"));

    private string Condition(WhereClause where) =>
        where.Cursor is null ? translator.Predicates.Translate(where.SearchCondition) : throw Translator.Unknown(where);

    private string Top(TopRowFilter top) =>
        top is { Percent: false, WithTies: false } ? translator.Expressions.Translate(top.Expression) : throw Translator.Unknown(top);
}
