using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace WebhookKit.SqlServer.Emulation.Translation;

/// <summary>Translates what stands in FROM.</summary>
internal sealed class TableTranslator(Translator translator)
{
    /// <summary>Translates a table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="locks">Where to say that its rows are to be locked; <see langword="null"/> where nothing is.</param>
    public string Translate(TableReference table, ICollection<RowLock>? locks) => table switch
    {
        NamedTableReference named => Named(named, locks),
        VariableTableReference variable => Variable(variable),
        QualifiedJoin join => Join(join, locks),
        UnqualifiedJoin apply => Apply(apply, locks),
        JoinParenthesisTableReference inner => $"({Translate(inner.Join, locks)})",
        QueryDerivedTable derived => $"({translator.Queries.Query(derived.QueryExpression)}) AS {Alias(derived)}",
        InlineDerivedTable values => $"(VALUES {translator.Queries.Rows(values.RowValues)}) AS {Alias(values)}",
        _ => throw Translator.Unknown(table),
    };

    /// <summary>What the query calls the table.</summary>
    public static string AliasOf(TableReferenceWithAlias table) => table switch
    {
        { Alias: { } alias } => Names.Quote(alias),
        NamedTableReference named => Names.Quote(named.SchemaObject.BaseIdentifier),
        VariableTableReference variable => Names.Quote(variable.Variable.Name),
        _ => throw Translator.Unknown(table),
    };

    /// <summary>The table that a statement changes, as the one to write to.</summary>
    public string Target(TableReference table) => table switch
    {
        NamedTableReference named => Names.Quote(named.SchemaObject),
        VariableTableReference variable => Temporary(variable.Variable.Name),
        _ => throw Translator.Unknown(table),
    };

    public string Temporary(string variable) =>
        translator.Scope.Tables.TryGetValue(variable, out var shape) && shape.TemporaryTable is { } table
            ? $"pg_temp.{Names.Quote(table)}"
            : throw Sessions.SqlServerError.NotSupported($"a change of {variable}, which is not a table variable of the batch");

    private static string Alias(TableReferenceWithAliasAndColumns table) =>
        table.Columns.Count == 0 ? Names.Quote(table.Alias) : $"{Names.Quote(table.Alias)} ({string.Join(", ", table.Columns.Select(Names.Quote))})";

    private string Named(NamedTableReference table, ICollection<RowLock>? locks)
    {
        if (table.TableSampleClause is not null || table.TemporalClause is not null || table.SchemaObject.BaseIdentifier.Value.StartsWith('#'))
        {
            throw Translator.Unknown(table);
        }

        var hints = TableHints.Of(table);
        LockAhead(table, hints);
        if (hints.Updates)
        {
            (locks ?? throw Translator.Unknown(table)).Add(new RowLock(AliasOf(table), hints.SkipsLocked));
        }

        return $"{Names.Quote(table.SchemaObject)} AS {AliasOf(table)}";
    }

    /// <summary>
    /// A range that nobody may insert into until the transaction ends is, here, a turn that all who ask for one on the table wait
    /// for; a whole table is its lock.
    /// </summary>
    public void LockAhead(TableReference table, TableHints hints)
    {
        if (table is not NamedTableReference named)
        {
            return;
        }

        var name = Names.Quote(named.SchemaObject);
        if (hints.WholeTable)
        {
            translator.RunBefore($"LOCK TABLE {name} IN EXCLUSIVE MODE");
        }
        else if (hints.Ranges)
        {
            translator.RunBefore($"SELECT pg_advisory_xact_lock(hashtextextended({Names.Literal("range " + name)}, 0)) IS NULL");
        }
    }

    private string Variable(VariableTableReference reference)
    {
        var name = reference.Variable.Name;
        var alias = AliasOf(reference);
        if (!translator.Scope.Tables.TryGetValue(name, out var shape))
        {
            throw new Sessions.SqlServerError(Sessions.ErrorNumbers.MissingVariable, 15, $"Must declare the table variable \"{name}\".");
        }

        if (shape.TemporaryTable is { } table)
        {
            return $"pg_temp.{Names.Quote(table)} AS {alias}";
        }

        var arrays = shape.Columns.Select((_, i) => translator.Slot(new ParameterSlot(SlotSource.TableColumn, name, i)));
        return $"unnest({string.Join(", ", arrays)}) AS {alias} ({string.Join(", ", shape.Columns.Select(column => Names.Quote(column.Name)))})";
    }

    private string Join(QualifiedJoin join, ICollection<RowLock>? locks)
    {
        var kind = join.QualifiedJoinType switch
        {
            QualifiedJoinType.Inner => "JOIN",
            QualifiedJoinType.LeftOuter => "LEFT JOIN",
            QualifiedJoinType.RightOuter => "RIGHT JOIN",
            QualifiedJoinType.FullOuter => "FULL JOIN",
            _ => throw Translator.Unknown(join),
        };
        var first = Translate(join.FirstTableReference, locks);
        var second = Translate(join.SecondTableReference, locks);
        return $"{first} {kind} {second} ON {translator.Predicates.Translate(join.SearchCondition)}";
    }

    private string Apply(UnqualifiedJoin apply, ICollection<RowLock>? locks)
    {
        var first = Translate(apply.FirstTableReference, locks);
        var second = Translate(apply.SecondTableReference, locks);
        return apply.UnqualifiedJoinType switch
        {
            UnqualifiedJoinType.CrossJoin => $"{first} CROSS JOIN {second}",
            UnqualifiedJoinType.CrossApply => $"{first} CROSS JOIN LATERAL {second}",
            UnqualifiedJoinType.OuterApply => $"{first} LEFT JOIN LATERAL {second} ON TRUE",
            _ => throw Translator.Unknown(apply),
        };
    }
}
