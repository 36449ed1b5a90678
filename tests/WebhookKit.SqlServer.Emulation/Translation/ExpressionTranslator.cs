using Microsoft.SqlServer.TransactSql.ScriptDom;
using WebhookKit.SqlServer.Emulation.Values;

namespace WebhookKit.SqlServer.Emulation.Translation;

/// <summary>Translates expressions.</summary>
internal sealed class ExpressionTranslator(Translator translator)
{
    public string Translate(ScalarExpression expression) => expression switch
    {
        IntegerLiteral number => number.Value,
        NumericLiteral number => number.Value,
        StringLiteral text => $"{Names.Literal(text.Value)}::text",
        BinaryLiteral bytes => $"'\\x{bytes.Value[2..]}'::bytea",
        NullLiteral => "NULL",
        VariableReference variable => translator.Variable(variable.Name),
        GlobalVariableExpression global => Global(global),
        ColumnReferenceExpression column => Column(column),
        ParenthesisExpression inner => $"({Translate(inner.Expression)})",
        UnaryExpression unary => Unary(unary),
        BinaryExpression binary => $"{Translate(binary.FirstExpression)} {Operator(binary)} {Translate(binary.SecondExpression)}",
        CoalesceExpression coalesce => $"COALESCE({Translate(coalesce.Expressions)})",
        NullIfExpression nullIf => $"NULLIF({Translate(nullIf.FirstExpression)}, {Translate(nullIf.SecondExpression)})",
        IIfCall iif => $"CASE WHEN {translator.Predicates.Translate(iif.Predicate)} THEN {Translate(iif.ThenExpression)} ELSE {Translate(iif.ElseExpression)} END",
        SearchedCaseExpression searched => Case(searched),
        SimpleCaseExpression simple => Case(simple),
        CastCall cast => Cast(cast.Parameter, cast.DataType),
        ConvertCall { Style: null } convert => Cast(convert.Parameter, convert.DataType),
        NextValueForExpression next => $"nextval({Names.Literal(Names.Quote(next.SequenceName))})",
        ScalarSubquery query => $"({translator.Queries.Query(query.QueryExpression)})",
        LeftFunctionCall left => $"left({Translate(left.Parameters)})",
        RightFunctionCall right => $"right({Translate(right.Parameters)})",
        FunctionCall function => translator.Functions.Translate(function),
        _ => throw Translator.Unknown(expression),
    };

    public string Translate(IEnumerable<ScalarExpression> expressions) => string.Join(", ", expressions.Select(Translate));

    /// <summary>A column, with what the query calls its table. After a change, <c>inserted</c> and <c>deleted</c> are such names.</summary>
    public string Column(ColumnReferenceExpression column)
    {
        if (column.ColumnType == ColumnType.Wildcard)
        {
            return "*";
        }

        var parts = column.MultiPartIdentifier.Identifiers;
        return column.ColumnType == ColumnType.Regular && parts.Count is 1 or 2
            ? translator.Outputs.Resolve(column) ?? string.Join('.', parts.Select(Names.Quote))
            : throw Translator.Unknown(column);
    }

    private string Global(GlobalVariableExpression global) => global.Name.ToUpperInvariant() switch
    {
        "@@ROWCOUNT" => $"{translator.Slot(new ParameterSlot(SlotSource.RowCount))}::integer",
        "@@TRANCOUNT" => $"{translator.Slot(new ParameterSlot(SlotSource.TransactionCount))}::integer",
        "@@SPID" => "pg_backend_pid()::smallint",
        _ => throw Translator.Unknown(global),
    };

    private string Unary(UnaryExpression unary) => unary.UnaryExpressionType switch
    {
        UnaryExpressionType.Negative => $"- {Translate(unary.Expression)}",
        UnaryExpressionType.Positive => Translate(unary.Expression),
        UnaryExpressionType.BitwiseNot => $"~ {Translate(unary.Expression)}",
        _ => throw Translator.Unknown(unary),
    };

    private static string Operator(BinaryExpression binary) => binary.BinaryExpressionType switch
    {
        BinaryExpressionType.Add => "+",
        BinaryExpressionType.Subtract => "-",
        BinaryExpressionType.Multiply => "*",
        BinaryExpressionType.Divide => "/",
        BinaryExpressionType.Modulo => "%",
        BinaryExpressionType.BitwiseAnd => "&",
        BinaryExpressionType.BitwiseOr => "|",
        BinaryExpressionType.BitwiseXor => "#",
        _ => throw Translator.Unknown(binary),
    };

    private string Case(SearchedCaseExpression searched)
    {
        var branches = searched.WhenClauses.Select(when => $"WHEN {translator.Predicates.Translate(when.WhenExpression)} THEN {Translate(when.ThenExpression)}");
        return $"CASE {string.Join(' ', branches)}{Else(searched)} END";
    }

    private string Case(SimpleCaseExpression simple)
    {
        var branches = simple.WhenClauses.Select(when => $"WHEN {Translate(when.WhenExpression)} THEN {Translate(when.ThenExpression)}");
        return $"CASE {Translate(simple.InputExpression)} {string.Join(' ', branches)}{Else(simple)} END";
    }

    private string Else(CaseExpression expression) =>
        expression.ElseExpression is null ? "" : $" ELSE {Translate(expression.ElseExpression)}";

    // What is too long is cut in a cast and refused in a column, there as here; only bytes have no such type here.
    private string Cast(ScalarExpression value, DataTypeReference reference)
    {
        var type = Types.Of(reference, isCast: true);
        var translated = Translate(value);
        return type switch
        {
            { Kind: SqlTypeKind.Binary } => $"tsql.to_binary({translated}, {type.Length})",
            { Kind: SqlTypeKind.VarBinary, Length: not SqlType.Max } => $"tsql.to_varbinary({translated}, {type.Length})",
            { IsText: true } => $"CAST(tsql.to_text({translated}) AS {Types.ToPostgreSql(type)})",
            _ => $"CAST({translated} AS {Types.ToPostgreSql(type)})",
        };
    }
}
