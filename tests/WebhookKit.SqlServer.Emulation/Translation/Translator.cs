using System.Globalization;
using Microsoft.SqlServer.TransactSql.ScriptDom;
using WebhookKit.SqlServer.Emulation.Sessions;

namespace WebhookKit.SqlServer.Emulation.Translation;

/// <summary>Translates one statement. Its parts know each other through it, and it knows the values that they need.</summary>
internal sealed class Translator
{
    private readonly List<ParameterSlot> _slots = [];
    private readonly List<string> _before = [];

    public Translator(BatchScope scope)
    {
        Scope = scope;
        Expressions = new ExpressionTranslator(this);
        Functions = new FunctionTranslator(this);
        Predicates = new PredicateTranslator(this);
        Queries = new QueryTranslator(this);
        Tables = new TableTranslator(this);
        Outputs = new OutputTranslator(this);
    }

    public BatchScope Scope { get; }

    public ExpressionTranslator Expressions { get; }

    public FunctionTranslator Functions { get; }

    public PredicateTranslator Predicates { get; }

    public QueryTranslator Queries { get; }

    public TableTranslator Tables { get; }

    public OutputTranslator Outputs { get; }

    public static TranslatedStatement Translate(BatchScope scope, TSqlStatement statement)
    {
        var translator = new Translator(scope);
        return statement switch
        {
            SelectStatement { Into: null } select => translator.Finish(StatementKind.Select, translator.Queries.Select(select)),
            InsertStatement insert => translator.Finish(StatementKind.Insert, new InsertTranslator(translator).Insert(insert)),
            UpdateStatement update => translator.Finish(StatementKind.Update, new UpdateTranslator(translator).Update(update)),
            MergeStatement merge => translator.Finish(StatementKind.Merge, new MergeTranslator(translator).Merge(merge)),
            DeleteStatement delete => translator.Finish(StatementKind.Delete, new DeleteTranslator(translator).Delete(delete)),
            _ => throw SqlServerError.NotSupported(Describe(statement)),
        };
    }

    /// <summary>A statement that answers one value.</summary>
    public static TranslatedStatement Scalar(BatchScope scope, ScalarExpression expression)
    {
        var translator = new Translator(scope);
        return translator.Finish(StatementKind.Select, $"SELECT {translator.Expressions.Translate(expression)}");
    }

    /// <summary>A statement that answers whether something is so; what is unknown is not.</summary>
    public static TranslatedStatement Condition(BatchScope scope, BooleanExpression predicate)
    {
        var translator = new Translator(scope);
        return translator.Finish(StatementKind.Select, $"SELECT COALESCE({translator.Predicates.Translate(predicate)}, FALSE)");
    }

    /// <summary>The type's name and the beginning of the text, for what is refused.</summary>
    public static string Describe(TSqlFragment fragment)
    {
        const int Excerpt = 60;
        var text = fragment.ScriptTokenStream is null || fragment.FirstTokenIndex < 0
            ? ""
            : string.Concat(fragment.ScriptTokenStream.Skip(fragment.FirstTokenIndex).Take(fragment.LastTokenIndex - fragment.FirstTokenIndex + 1).Select(token => token.Text));
        return $"{fragment.GetType().Name} ({(text.Length > Excerpt ? text[..Excerpt] + "…" : text)})";
    }

    public static SqlServerError Unknown(TSqlFragment fragment) => SqlServerError.NotSupported(Describe(fragment));

    /// <summary>The parameter that carries a variable.</summary>
    public string Variable(string name)
    {
        if (!Scope.Variables.ContainsKey(name))
        {
            throw new SqlServerError(ErrorNumbers.MissingVariable, 15, $"Must declare the scalar variable \"{name}\".");
        }

        return Slot(new ParameterSlot(SlotSource.Variable, name));
    }

    public string Slot(ParameterSlot slot)
    {
        var index = _slots.IndexOf(slot);
        if (index < 0)
        {
            _slots.Add(slot);
            index = _slots.Count - 1;
        }

        return string.Create(CultureInfo.InvariantCulture, $"${index + 1}");
    }

    public void RunBefore(string sql)
    {
        if (!_before.Contains(sql))
        {
            _before.Add(sql);
        }
    }

    public TranslatedStatement Finish(StatementKind kind, string sql) => new(kind, sql, [.. _slots]) { Before = [.. _before] };
}
