using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace WebhookKit.SqlServer.Emulation.Translation;

/// <summary>Translates conditions.</summary>
internal sealed class PredicateTranslator(Translator translator)
{
    private ExpressionTranslator Expressions => translator.Expressions;

    public string Translate(BooleanExpression predicate) => predicate switch
    {
        BooleanBinaryExpression binary => $"({Translate(binary.FirstExpression)} {Operator(binary)} {Translate(binary.SecondExpression)})",
        BooleanParenthesisExpression inner => $"({Translate(inner.Expression)})",
        BooleanNotExpression not => $"NOT ({Translate(not.Expression)})",
        BooleanIsNullExpression isNull => $"({Expressions.Translate(isNull.Expression)}) IS {(isNull.IsNot ? "NOT " : "")}NULL",
        BooleanComparisonExpression comparison => $"{Expressions.Translate(comparison.FirstExpression)} {Operator(comparison)} {Expressions.Translate(comparison.SecondExpression)}",
        BooleanTernaryExpression between => Between(between),
        ExistsPredicate exists => $"EXISTS ({translator.Queries.Query(exists.Subquery.QueryExpression)})",
        InPredicate @in => In(@in),
        LikePredicate like => Like(like),
        _ => throw Translator.Unknown(predicate),
    };

    private static string Operator(BooleanBinaryExpression binary) =>
        binary.BinaryExpressionType == BooleanBinaryExpressionType.And ? "AND" : "OR";

    private static string Operator(BooleanComparisonExpression comparison) => comparison.ComparisonType switch
    {
        BooleanComparisonType.Equals => "=",
        BooleanComparisonType.NotEqualToBrackets or BooleanComparisonType.NotEqualToExclamation => "<>",
        BooleanComparisonType.LessThan => "<",
        BooleanComparisonType.LessThanOrEqualTo => "<=",
        BooleanComparisonType.GreaterThan => ">",
        BooleanComparisonType.GreaterThanOrEqualTo => ">=",
        _ => throw Translator.Unknown(comparison),
    };

    private string Between(BooleanTernaryExpression between)
    {
        var not = between.TernaryExpressionType == BooleanTernaryExpressionType.NotBetween ? "NOT " : "";
        return $"{Expressions.Translate(between.FirstExpression)} {not}BETWEEN {Expressions.Translate(between.SecondExpression)} AND {Expressions.Translate(between.ThirdExpression)}";
    }

    private string In(InPredicate @in)
    {
        var values = @in.Subquery is null ? Expressions.Translate(@in.Values) : translator.Queries.Query(@in.Subquery.QueryExpression);
        return $"{Expressions.Translate(@in.Expression)} {(@in.NotDefined ? "NOT " : "")}IN ({values})";
    }

    // Brackets are a set of characters there and nothing here, so that a pattern is turned round by a function.
    private string Like(LikePredicate like)
    {
        var escape = like.EscapeExpression is null ? "''::text" : Expressions.Translate(like.EscapeExpression);
        return $"{Expressions.Translate(like.FirstExpression)} {(like.NotDefined ? "NOT " : "")}LIKE tsql.to_pattern({Expressions.Translate(like.SecondExpression)}, {escape})";
    }
}
