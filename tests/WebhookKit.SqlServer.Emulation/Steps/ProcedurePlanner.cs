using Microsoft.SqlServer.TransactSql.ScriptDom;
using WebhookKit.SqlServer.Emulation.Translation;

namespace WebhookKit.SqlServer.Emulation.Steps;

/// <summary>Turns EXEC into steps: of a text, and of the two procedures for locks with a name.</summary>
internal sealed class ProcedurePlanner(BatchScope scope)
{
    public Step Plan(ExecuteStatement execute) => execute.ExecuteSpecification switch
    {
        { ExecutableEntity: ExecutableStringList { Parameters.Count: 0 } text, Variable: null } => Text(text),
        { ExecutableEntity: ExecutableProcedureReference procedure } specification => Procedure(procedure, specification.Variable?.Name, execute),
        _ => throw Translator.Unknown(execute),
    };

    private ExecuteTextStep Text(ExecutableStringList text)
    {
        var translator = new Translator(scope);
        var parts = text.Strings.Select(part => translator.Expressions.Translate(part));
        return new ExecuteTextStep(translator.Finish(Sessions.StatementKind.Select, $"SELECT {string.Join(" || ", parts)}"));
    }

    private Step Procedure(ExecutableProcedureReference procedure, string? result, ExecuteStatement execute)
    {
        var name = procedure.ProcedureReference.ProcedureReference?.Name.BaseIdentifier.Value;
        var parameters = procedure.Parameters.ToDictionary(
            parameter => parameter.Variable?.Name ?? throw Translator.Unknown(execute),
            parameter => parameter.ParameterValue,
            StringComparer.OrdinalIgnoreCase);
        return name switch
        {
            "sp_getapplock" when Text(parameters, "@LockMode") is "Exclusive" => new LockStep(
                Value(parameters, "@Resource") ?? throw Translator.Unknown(execute),
                Value(parameters, "@LockTimeout"),
                IsOfSession(parameters),
                result),
            "sp_releaseapplock" when IsOfSession(parameters) => new UnlockStep(Value(parameters, "@Resource") ?? throw Translator.Unknown(execute), result),
            _ => throw Translator.Unknown(execute),
        };
    }

    private static bool IsOfSession(Dictionary<string, ScalarExpression> parameters) => Text(parameters, "@LockOwner") switch
    {
        null or "Transaction" => false,
        "Session" => true,
        var other => throw Sessions.SqlServerError.NotSupported($"the lock owner {other}"),
    };

    private static string? Text(Dictionary<string, ScalarExpression> parameters, string name) =>
        parameters.TryGetValue(name, out var value) && value is StringLiteral text ? text.Value : null;

    private TranslatedStatement? Value(Dictionary<string, ScalarExpression> parameters, string name) =>
        parameters.TryGetValue(name, out var value) ? Translator.Scalar(scope, value) : null;
}
